package dev.rejoin.bench.run;

import java.nio.file.Path;
import java.util.List;

/** The arguments of a benchmark, {@code name=value} each, all optional. */
public final class Arguments {
    private static final String ENGINE = "rejoin.dynamodbLocal";
    private static final int USAGE = 2;

    private final List<String> arguments;

    public Arguments(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** The value of that name, or else the other. */
    public String text(String name, String otherwise) {
        String prefix = name + "=";
        return arguments.stream()
                .filter(argument -> argument.startsWith(prefix))
                .map(argument -> argument.substring(prefix.length()))
                .findFirst()
                .orElse(otherwise);
    }

    /**
     * As {@link #text}, of whole numbers.
     *
     * @throws NumberFormatException if it is none
     */
    public int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    /** The folder of DynamoDB Local, from {@code -Drejoin.dynamodbLocal=FOLDER}. Ends the process if there is none. */
    public static Path engineOrExit() {
        String folder = System.getProperty(ENGINE);
        if (folder == null) {
            System.err.println("Name the folder of DynamoDB Local: -D" + ENGINE
                    + "=FOLDER (./mvnw -pl shared/dynamodb-local generate-resources fills one)");
            System.exit(USAGE);
        }
        return Path.of(folder);
    }
}
