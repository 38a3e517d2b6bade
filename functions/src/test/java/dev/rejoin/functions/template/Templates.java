package dev.rejoin.functions.template;

import static dev.rejoin.functions.template.Json.map;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The project's template, and ways to deploy it that differ in what is made. */
final class Templates {
    static final Map<String, String> ONE_PEER = parameters("Peer1Region=us-east-1");
    static final Map<String, String> ALL = parameters(
            "Peer1Region=us-east-1",
            "Peer2Region=ap-south-1",
            "Peer2Account=444455556666",
            "Peer3Region=us-west-2",
            "Peer4Region=eu-north-1",
            "SortKey=sk",
            "Counters=stock,balance",
            "KmsKeyArn=arn:aws:kms:eu-west-1:111122223333:key/0b0c",
            "ApplierConcurrency=20",
            "VerifyOnAws=true",
            "JournalValues=encrypted",
            "JournalKeyArn=arn:aws:kms:eu-west-1:111122223333:key/0f0e");
    static final Map<String, String> ATTACHED = parameters(
            "Peer1Region=us-east-1",
            "Peer3Region=us-west-2",
            "StreamArn=arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000");

    private static final Map<String, Object> TEMPLATE =
            map(CloudFormationYaml.read(project().resolve("template.yaml")));

    private Templates() {}

    /** The parameters that every deployment here has, and these. */
    static Map<String, String> parameters(String... more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(
                                "Name=orders",
                                "TableName=orders",
                                "AlarmTopicArn=arn:aws:sns:eu-west-1:111122223333:alarms"),
                        Stream.of(more))
                .forEach(pair ->
                        parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        return parameters;
    }

    /** The folder where the template is: above the one in which Maven runs a module's tests. */
    static Path project() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("template.yaml")) ? here : here.getParent();
    }

    static Stack stack(Map<String, String> parameters) {
        return new Stack(TEMPLATE, parameters);
    }

    static List<Stack> stacks() {
        List<Stack> stacks = new ArrayList<>();
        List.of(ONE_PEER, ALL, ATTACHED).forEach(parameters -> stacks.add(stack(parameters)));
        return stacks;
    }

    /** A stack of all peers from a template that was spoilt at one place: the map that the path leads to. */
    static Stack spoilt(String path, Consumer<Map<String, Object>> spoil) {
        Map<String, Object> copy = map(Json.copy(TEMPLATE));
        Object place = Json.at(copy, path.split("/"));
        if (place == null) {
            throw new IllegalArgumentException("nothing at " + Arrays.toString(path.split("/")));
        }
        spoil.accept(map(place));
        return new Stack(copy, ALL);
    }
}
