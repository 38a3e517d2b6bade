package dev.rejoin;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The core depends on itself in one direction only, and on nothing that is not in its arguments. */
class ArchitectureTest {

    /** A package may depend on those before it, and on none after it. */
    private static final List<String> PACKAGES =
            List.of("rule", "clock", "item", "version", "policy", "replica", "verify", "outage", "tombstone");

    private static final Pattern NOW = Pattern.compile("now|system.*|tick.*");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.rejoin");

    @ParameterizedTest
    @ValueSource(strings = {"rule", "clock", "item", "version", "policy", "replica", "verify", "outage", "tombstone"})
    void aPackageDependsOnlyOnThoseBeforeIt(String name) {
        List<String> allowed = new ArrayList<>(List.of("java..", "org.jspecify.."));
        PACKAGES.subList(0, PACKAGES.indexOf(name) + 1).forEach(earlier -> allowed.add("dev.rejoin." + earlier + ".."));

        classes()
                .that()
                .resideInAPackage("dev.rejoin." + name + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                .check(CORE);
    }

    @Test
    void everyClassIsInOneOfThePackages() {
        Set<String> found = new TreeSet<>();
        CORE.forEach(type -> found.add(type.getPackageName()));

        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        PACKAGES.stream().map("dev.rejoin."::concat).toList());
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CORE.getPackage("dev.rejoin").getSubpackagesInTree())
                .filteredOn(candidate -> !candidate.getClasses().isEmpty())
                .isNotEmpty()
                .allSatisfy(marked -> assertThat(marked.tryGetPackageInfo())
                        .as(marked.getName())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .isTrue()));
    }

    @Test
    void theClockIsHandedIn() {
        refuse(
                "read the clock",
                target -> (in(target, "java.time")
                                && NOW.matcher(target.getName()).matches())
                        || is(target, "java.lang.System", "currentTimeMillis", "nanoTime")
                        || is(target, "java.util.Calendar", "getInstance")
                        || isNewWithoutArguments(target, "java.util.Date"));
    }

    @Test
    void chanceIsHandedIn() {
        refuse(
                "roll dice",
                target -> is(target, "java.lang.Math", "random")
                        || is(target, "java.util.UUID", "randomUUID")
                        || owner(target).equals("java.util.concurrent.ThreadLocalRandom")
                        || owner(target).equals("java.security.SecureRandom")
                        || isNewWithoutArguments(target, "java.util.Random")
                        || isNewWithoutArguments(target, "java.util.SplittableRandom"));
    }

    @Test
    void theEnvironmentIsHandedIn() {
        refuse(
                "read the environment",
                target -> is(
                                target,
                                "java.lang.System",
                                "getenv",
                                "getProperty",
                                "getProperties",
                                "setProperty",
                                "lineSeparator")
                        || is(target, "java.lang.Integer", "getInteger")
                        || is(target, "java.lang.Long", "getLong")
                        || is(target, "java.lang.Boolean", "getBoolean"));
    }

    @Test
    void nothingIsPrinted() {
        refuse(
                "print",
                target -> is(target, "java.lang.System", "out", "err", "in", "console", "getLogger")
                        || target.getName().equals("printStackTrace"));
    }

    @Test
    void nothingIsLogged() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.util.logging..",
                                "org.slf4j..",
                                "org.apache.logging..",
                                "org.apache.log4j..",
                                "org.apache.commons.logging..")
                        .or(describe("System.Logger", type -> type.getName().startsWith("java.lang.System$Logger"))))
                .check(CORE);
    }

    @Test
    void noTypeOfAwsAndNoInputOrOutput() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "software.amazon..", "com.amazonaws..", "java.net..", "java.nio.file..", "java.sql.."))
                .check(CORE);
    }

    private static void refuse(String what, Predicate<AccessTarget> forbidden) {
        DescribedPredicate<JavaAccess<?>> access = describe(what, candidate -> forbidden.test(candidate.getTarget()));
        noClasses()
                .should()
                .accessTargetWhere(access)
                .as("the core does not " + what)
                .check(CORE);
    }

    private static boolean is(AccessTarget target, String owner, String... names) {
        return owner(target).equals(owner) && List.of(names).contains(target.getName());
    }

    private static boolean isNewWithoutArguments(AccessTarget target, String owner) {
        return owner(target).equals(owner)
                && target instanceof AccessTarget.ConstructorCallTarget constructor
                && constructor.getRawParameterTypes().isEmpty();
    }

    private static boolean in(AccessTarget target, String packageName) {
        return target.getOwner().getPackageName().equals(packageName);
    }

    private static String owner(AccessTarget target) {
        return target.getOwner().getName();
    }
}
