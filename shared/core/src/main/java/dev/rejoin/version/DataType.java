package dev.rejoin.version;

/**
 * How concurrent values of an attribute are kept and shown. Every sibling names the type by which it was written, so what an item
 * shows follows from the version alone, whatever a region's policy says by now.
 *
 * @param shape what a sibling is: a whole value, or one element of a set or a list
 * @param name the type's name in policies and journals, 1 to 100 characters; of elements, it says no more than the shape
 */
public record DataType(Shape shape, String name) {
    /** What one sibling stands for. */
    public enum Shape {
        /** The attribute's value as one write left it. */
        WHOLE,
        /** An element of a set; removed by a write that saw it, so a concurrent addition stands. */
        SET,
        /** An element of a list; elements are in the order in which they were written. */
        LIST,
        /** What stands at one path of a nested map; each path by itself. */
        MAP
    }

    /** Elements of a set. */
    public static final DataType SET = new DataType(Shape.SET, "set");

    /** Elements of a list. */
    public static final DataType LIST = new DataType(Shape.LIST, "list");

    /** What stands at the paths of a nested map. */
    public static final DataType MAP = new DataType(Shape.MAP, "map");

    private static final int MAX_NAME = 100;

    /** @throws IllegalArgumentException if the name is empty or too long */
    public DataType {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a data type's name has 1 to " + MAX_NAME + " characters");
        }
    }
}
