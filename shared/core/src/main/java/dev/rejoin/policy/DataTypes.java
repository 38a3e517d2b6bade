package dev.rejoin.policy;

import dev.rejoin.version.DataType;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The data types that policies can name. */
public final class DataTypes {
    /** How the names of a table owner's own types begin. */
    public static final String CUSTOM = "custom:";

    private static final Map<String, ShownValue> MULTI_VALUES = Map.of(
            "siblings", ShownValue.NEWEST,
            "max", ShownValue.MAX,
            "min", ShownValue.MIN,
            "true-wins", ShownValue.preferring(true),
            "false-wins", ShownValue.preferring(false));

    private static final Map<String, AttributePolicy> BUILT_IN = builtIn();

    private DataTypes() {}

    private static Map<String, AttributePolicy> builtIn() {
        Map<String, AttributePolicy> types = new TreeMap<>();
        MULTI_VALUES.keySet().forEach(name -> types.put(name, new MultiValue(name)));
        for (AttributePolicy type : Set.of(
                LwwRegister.INSTANCE, PnCounter.INSTANCE, AddWinsSet.INSTANCE, AppendList.INSTANCE, PathMap.INSTANCE)) {
            types.put(type.name(), type);
        }
        return Collections.unmodifiableMap(types);
    }

    /** All that are built in, by name. */
    public static Map<String, AttributePolicy> all() {
        return BUILT_IN;
    }

    /** The type that a resolver of that name gives. */
    public static AttributePolicy custom(String resolver) {
        return new MultiValue(CUSTOM + resolver);
    }

    static boolean isBuiltIn(DataType type) {
        return type.shape() != DataType.Shape.WHOLE || MULTI_VALUES.containsKey(type.name());
    }

    /** How a built-in type of whole values chooses; null if there is no such type. */
    static @Nullable ShownValue shown(DataType type) {
        return MULTI_VALUES.get(type.name());
    }
}
