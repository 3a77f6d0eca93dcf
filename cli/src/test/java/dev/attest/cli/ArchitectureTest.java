package dev.attest.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of ARCHITECTURE.md as a failing build. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Test scope everywhere; only here, beside the other rooms, is it on the class path.
            .withImportOption(location -> !location.contains("/dev/attest/testvectors/"))
            .importPackages("dev.attest");

    /** A room and every room it may use. */
    private record Room(String name, List<String> uses) {
        Room(String name, String... uses) {
            this(name, List.of(uses));
        }
    }

    private static final List<Room> ROOMS = List.of(
            new Room("json"),
            new Room("oci", "json"),
            new Room("intoto", "json"),
            new Room("sbom", "json", "oci", "intoto"),
            new Room("vex", "json", "intoto", "sbom"),
            new Room("provenance", "json", "oci", "intoto"),
            new Room("signing", "json", "intoto"),
            new Room("policy", "json", "oci", "intoto", "sbom", "vex", "provenance", "signing"),
            new Room("pipeline", "json", "oci", "intoto", "sbom", "vex", "provenance", "signing", "policy"),
            new Room("localsigstore"),
            new Room(
                    "cli",
                    "json",
                    "oci",
                    "intoto",
                    "sbom",
                    "vex",
                    "provenance",
                    "signing",
                    "policy",
                    "pipeline",
                    "localsigstore"));

    @TestFactory
    Stream<DynamicTest> arrows_point_down_only() {
        return ROOMS.stream()
                .map(room -> DynamicTest.dynamicTest(room.name(), () -> classes()
                        .that()
                        .resideInAPackage(packageOf(room.name()))
                        .should()
                        .onlyDependOnClassesThat(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(allowed(room))
                                        .or(
                                                com.tngtech.archunit.core.domain.JavaClass.Predicates
                                                        .resideOutsideOfPackage("dev.attest..")))
                        .check(HOUSE)));
    }

    @Test
    void every_package_belongs_to_a_room() {
        List<String> rooms = ROOMS.stream().map(room -> packageOf(room.name())).toList();
        classes().should().resideInAnyPackage(rooms.toArray(String[]::new)).check(HOUSE);
    }

    @Test
    void rooms_have_no_cycles() {
        slices().matching("dev.attest.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void only_the_cli_prints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.attest.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(HOUSE);
    }

    @Test
    void policy_is_pure() {
        noClasses()
                .that()
                .resideInAPackage("dev.attest.policy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.io..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(HOUSE);
    }

    @Test
    void oci_shows_no_json_library() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.attest.oci")
                .should(new ArchCondition<JavaMethod>("keep Jackson out of public signatures") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        if (method.getModifiers().contains(JavaModifier.PUBLIC)
                                && method.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
                                && typesOf(method).anyMatch(ArchitectureTest::isJson)) {
                            events.add(SimpleConditionEvent.violated(method, method.getFullName()));
                        }
                    }
                })
                .check(HOUSE);
    }

    @Test
    void exceptions_of_the_json_library_stay_in_json() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.attest.json..", "dev.attest.localsigstore..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.core..")
                .check(HOUSE);
    }

    @Test
    void bouncy_castle_stays_in_the_local_sigstore_and_where_key_files_are_opened() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.attest.localsigstore..", "dev.attest.signing.key.pem")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(HOUSE);
    }

    private static Stream<JavaClass> typesOf(JavaMethod method) {
        return Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream());
    }

    private static boolean isJson(JavaClass type) {
        return type.getPackageName().startsWith("com.fasterxml");
    }

    private static String[] allowed(Room room) {
        var packages = new ArrayList<String>();
        packages.add(packageOf(room.name()));
        room.uses().forEach(used -> packages.add(packageOf(used)));
        return packages.toArray(String[]::new);
    }

    private static String packageOf(String room) {
        return "dev.attest." + room + "..";
    }
}
