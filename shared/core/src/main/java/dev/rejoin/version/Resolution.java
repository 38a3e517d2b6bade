package dev.rejoin.version;

import dev.rejoin.item.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an item shows of values that were written without knowing each other. Must be a pure function of its arguments, the
 * same in every region, or regions show different values for ever.
 */
@FunctionalInterface
public interface Resolution {
    /** The newest value, removals included. */
    Resolution NEWEST =
            (attribute, type, siblings) -> siblings.get(siblings.size() - 1).value();

    /** Whether it can show values of that type. What it does not know must be left as it is, never guessed. */
    default boolean knows(DataType type) {
        return true;
    }

    /**
     * What is shown of them.
     *
     * @param attribute the attribute's name
     * @param type the data type of the newest of them
     * @param siblings two or more whole values, oldest first; one that the write removed has no value
     * @return null if the attribute is not shown
     * @throws ResolutionException if it fails
     */
    @Nullable
    Value show(String attribute, DataType type, List<Sibling> siblings);
}
