package dev.rejoin.functions.template;

import static dev.rejoin.functions.template.Json.list;
import static dev.rejoin.functions.template.Json.map;
import static dev.rejoin.functions.template.Json.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The experiments on AWS hold on to what the stack is called. */
class FaultExperimentsTest {
    private static final String EXPERIMENT = "AWS::FIS::ExperimentTemplate";
    private static final Pattern FUNCTION = Pattern.compile(".*:function:(rejoin-\\$\\{Name}-[a-z]+)");
    private static final Pattern ALARM = Pattern.compile(".*:alarm:(rejoin-\\$\\{Name}-[a-z-]+)");

    private static Map<String, Object> resources(String template) {
        Path file = Templates.project().resolve(template);
        return map(Json.at(CloudFormationYaml.read(file), "Resources"));
    }

    private static Stream<Map<String, Object>> experiments() {
        return resources("chaos/fis/template.yaml").values().stream()
                .map(Json::map)
                .filter(resource -> resource.get("Type").equals(EXPERIMENT))
                .map(resource -> map(resource.get("Properties")));
    }

    /** What a property of the stack's resources says, before it is filled in. */
    private static Set<String> named(String property) {
        return resources("template.yaml").values().stream()
                .map(resource -> Json.at(resource, "Properties", property))
                .filter(name -> name != null)
                .map(FaultExperimentsTest::substituted)
                .collect(Collectors.toSet());
    }

    private static String substituted(Object value) {
        Object template = value instanceof Map ? Json.at(value, "Fn::Sub") : value;
        return template instanceof String ? text(template) : "";
    }

    private static String group(Pattern pattern, Object value) {
        Matcher matcher = pattern.matcher(substituted(value));
        assertThat(matcher.matches()).as("%s", value).isTrue();
        return matcher.group(1);
    }

    @Test
    void everyExperimentStopsAtAlarmsThatTheStackHas() {
        Set<String> alarms = named("AlarmName");

        assertThat(experiments()).hasSize(4).allSatisfy(experiment -> {
            List<Object> conditions = list(experiment.get("StopConditions"));
            assertThat(conditions).isNotEmpty().allSatisfy(condition -> {
                assertThat(map(condition).get("Source")).isEqualTo("aws:cloudwatch:alarm");
                assertThat(alarms).contains(group(ALARM, map(condition).get("Value")));
            });
        });
    }

    @Test
    void everyTargetIsAFunctionThatTheStackHas() {
        Set<String> functions = named("FunctionName");

        assertThat(experiments().flatMap(experiment -> map(experiment.get("Targets")).values().stream()))
                .hasSize(3)
                .allSatisfy(target -> assertThat(list(map(target).get("ResourceArns")))
                        .singleElement()
                        .satisfies(arn -> assertThat(functions).contains(group(FUNCTION, arn))));
    }

    @Test
    void everyFaultEndsByItself() {
        assertThat(experiments().flatMap(experiment -> map(experiment.get("Actions")).values().stream()))
                .hasSize(4)
                .allSatisfy(action -> {
                    Map<String, Object> parameters = map(map(action).get("Parameters"));
                    Object length = parameters.getOrDefault("duration", parameters.get("maxDuration"));
                    assertThat(substituted(length)).isEqualTo("PT${Minutes}M");
                });
        List<Object> steps =
                list(Json.at(resources("chaos/fis/template.yaml"), "DenyWrites", "Properties", "Content", "mainSteps"));
        assertThat(steps.stream().map(step -> text(map(step).get("name")))).containsExactly("Deny", "Wait", "Allow");
        assertThat(steps.subList(0, 2)).allSatisfy(step -> {
            assertThat(map(step).get("onFailure")).isEqualTo("step:Allow");
            assertThat(map(step).get("onCancel")).isEqualTo("step:Allow");
        });
    }

    @Test
    void noRoleMayDoMoreThanItMust() {
        List<Map<String, Object>> statements = resources("chaos/fis/template.yaml").values().stream()
                .map(Json::map)
                .filter(resource -> resource.get("Type").equals("AWS::IAM::Role"))
                .flatMap(role -> list(Json.at(role, "Properties", "Policies")).stream())
                .flatMap(policy -> list(Json.at(policy, "PolicyDocument", "Statement")).stream())
                .map(Json::map)
                .toList();

        assertThat(statements).hasSizeGreaterThan(5).allSatisfy(statement -> {
            assertThat(statement.get("Action").toString()).doesNotContain("*");
            assertThat(statement.get("Resource").toString()).doesNotMatch("\\*|.*:\\*.*");
        });
    }
}
