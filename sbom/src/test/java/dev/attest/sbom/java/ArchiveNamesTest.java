package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which coordinates an archive gets by which evidence. */
class ArchiveNamesTest {
    private static ScanResult scan(String path, Zips zip) throws Exception {
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file(path, zip.bytes())
                .scan();
    }

    private static String named(String file, Zips zip) throws Exception {
        List<Component> components = scan("app/" + file, zip).sbom().components();
        assertThat(components).hasSize(1);
        Component one = components.get(0);
        return one.identity()
                        .purl()
                        .map(Purl::toString)
                        .orElse("none " + one.identity().name()) + " by "
                + one.declared().properties().get("identified-by");
    }

    @ParameterizedTest
    @CsvSource({
        "log4j-1.2-api-2.23.1.jar,2.23.1,log4j-1.2-api,2.23.1",
        "log4j-1.2-api-2.23.1.jar,'',log4j-1.2-api,2.23.1",
        "spock-core-2.3-groovy-4.0.jar,2.3,spock-core,2.3-groovy-4.0",
        "guava-31.1-jre.jar,'',guava,31.1-jre",
        "actor_2.13-2.6.20.jar,'',actor_2.13,2.6.20",
        "tool_1.0.jar,'',tool,1.0",
        "netty-4.1.1.Final-linux-x86_64.jar,'',netty,4.1.1.Final",
        "agent-0.8.14-runtime.jar,'',agent,0.8.14",
        "a-1.0-rc-2.jar,'',a,1.0-rc-2",
        "tool-v85-4.25.0.jar,'',tool-v85,4.25.0",
        "tool-v4.25.jar,'',tool,v4.25",
        "tool.jar,3.1,tool,3.1",
        "tool.jar,${version},tool,''"
    })
    void file_name_divides_where_the_version_begins(String file, String known, String artifact, String version)
            throws Exception {
        Component one = scan("app/" + file, new Zips().manifest("Implementation-Version: " + known))
                .sbom()
                .components()
                .get(0);
        assertThat(one.identity().name()).isEqualTo(artifact);
        assertThat(one.identity().version()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({
        "spring-boot-starter-web-3.3.5.jar,,pkg:maven/org.springframework.boot/spring-boot-starter-web@3.3.5 by known-group",
        "spring-core-6.1.jar,org/springframework/core/A,pkg:maven/org.springframework/spring-core@6.1 by known-group",
        "spring-core-6.1.jar,evil/A,none spring-core by file-name",
        "asm-3.3.1.jar,org/objectweb/asm/A,pkg:maven/asm/asm@3.3.1 by known-group",
        "asm-9.1.jar,org/objectweb/asm/A,pkg:maven/org.ow2.asm/asm@9.1 by known-group",
        "tool-core-2.jar,org/acme/tool/core/A,pkg:maven/org.acme.tool/tool-core@2 by class-packages",
        "core-2.jar,org/acme/tool/core/A,pkg:maven/org.acme.tool/core@2 by class-packages",
        "other-2.jar,org/acme/tool/A,none other by file-name",
        "tool-2.jar,tool/inner/A,none tool by file-name",
        "org.springframework.spring-core-6.1.jar,org/springframework/core/A,pkg:maven/org.springframework/spring-core@6.1 by known-group",
        "commons-io-2.4.jar,org/apache/commons/io/A,pkg:maven/commons-io/commons-io@2.4 by known-group",
        "thing-2.4.jar,org/apache/A,none thing by file-name"
    })
    void classes_and_known_groups_tell_the_group(String file, String type, String expected) throws Exception {
        var zip = new Zips().manifest("A: b");
        assertThat(named(file, type == null ? zip : zip.add(type + ".class", "")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Implementation-Vendor-Id: com.acme,Implementation-Title: thing,pkg:maven/com.acme/thing@1 by manifest",
        "Implementation-Vendor-Id: com.acme,Implementation-Title: other,none thing by file-name",
        "Implementation-Vendor-Id: org.apache,Implementation-Title: thing,none thing by file-name",
        "Implementation-Vendor-Id: com.acme,Implementation-Version: 7,none thing by file-name",
        "Bundle-SymbolicName: org.apache.thing,A: b,none thing by file-name",
        "Bundle-SymbolicName: org.acme.thing,A: b,pkg:maven/org.acme/thing@1 by bundle-name",
        "Bundle-SymbolicName: thing,A: b,none thing by file-name",
        "Automatic-Module-Name: org.acme.thing,A: b,pkg:maven/org.acme/thing@1 by module-name",
        "Implementation-Title: io.x#thing;1,A: b,pkg:maven/io.x/thing@1 by manifest",
        "Implementation-Title: io.x#other;1,A: b,none thing by file-name"
    })
    void manifest_tells_the_group(String first, String second, String expected) throws Exception {
        assertThat(named("thing-1.jar", new Zips().manifest(first, second))).isEqualTo(expected);
    }

    @Test
    void name_of_module_or_bundle_is_divided_at_the_words_of_the_artifact() {
        assertThat(GroupNames.before("mongodb-driver-core", "org.mongodb.driver-core"))
                .isEqualTo("org.mongodb");
        assertThat(GroupNames.before("archunit-junit5", "com.tngtech.archunit.junit5"))
                .isEqualTo("com.tngtech.archunit");
        assertThat(GroupNames.before("tool", "org.acme.other")).isEmpty();
        assertThat(GroupNames.before("a" + "-a".repeat(100), "a" + ".a".repeat(100)))
                .isEmpty();
    }

    @Test
    void places_of_metadata_tell_the_group() throws Exception {
        assertThat(named("x-y-1.jar", new Zips().add("META-INF/native-image/io.x/x-y/reflect.json", "")))
                .isEqualTo("pkg:maven/io.x/x-y@1 by metadata-path");
        assertThat(named("x-y-1.jar", new Zips().add("META-INF/io.x_x-y.version", "1")))
                .isEqualTo("pkg:maven/io.x/x-y@1 by metadata-path");
        assertThat(named("x-y-1.jar", new Zips().add("META-INF/native-image/io.x/z/reflect.json", "")))
                .isEqualTo("none x-y by file-name");
    }

    @Test
    void pom_alone_names_the_archive_and_takes_what_its_parent_gives() throws Exception {
        var zip = new Zips()
                .add(
                        "META-INF/maven/g/a/pom.xml",
                        "<project><parent><groupId>org.acme</groupId><artifactId>p</artifactId><version>2.0</version></parent>"
                                + "<artifactId>tool</artifactId></project>");
        assertThat(named("tool-2.0.jar", zip)).isEqualTo("pkg:maven/org.acme/tool@2.0 by pom-xml");
        assertThat(named("org.acme.tool-2.0.jar", zip)).isEqualTo("pkg:maven/org.acme/tool@2.0 by pom-xml");
    }

    @Test
    void file_may_say_more_of_the_version_than_the_pom() throws Exception {
        assertThat(named("a-1.2.jre11.jar", new Zips().pom("g", "a", "1.2")))
                .isEqualTo("pkg:maven/g/a@1.2.jre11 by pom-properties");
        assertThat(named("a-1.2-linux.jar", new Zips().pom("g", "a", "1.2")))
                .isEqualTo("pkg:maven/g/a@1.2 by pom-properties");
    }

    @Test
    void module_declaration_tells_name_and_version() throws Exception {
        var zip = new Zips().add("module-info.class", ModuleInfoTest.declaration("org.acme.tool", "4.2"));
        assertThat(named("tool.jar", zip)).isEqualTo("pkg:maven/org.acme/tool@4.2 by module-name");
    }

    @Test
    void module_files_are_modules_and_not_of_maven() throws Exception {
        byte[] module = new Zips()
                .add("classes/module-info.class", ModuleInfoTest.declaration("javafx.base", "21"))
                .bytes();
        byte[] file = new byte[module.length + 4];
        System.arraycopy(new byte[] {'J', 'M', 1, 0}, 0, file, 0, 4);
        System.arraycopy(module, 0, file, 4, module.length);
        var result =
                new TestImage().layer().file("opt/fx/javafx.base.jmod", file).scan();
        assertThat(result.sbom().components()).extracting(Component::ref).containsExactly("pkg:generic/javafx.base@21");
    }

    @Test
    void sources_documentation_and_instrumentation_are_no_software() throws Exception {
        var sources = new Zips().pom("g", "a", "1").add("g/A.java", "");
        assertThat(scan("app/a-1-sources.jar", sources).sbom().components()).isEmpty();
        assertThat(scan("app/a-1-javadoc.jar", new Zips().add("index.html", ""))
                        .sbom()
                        .components())
                .isEmpty();
        var woven = new Zips().manifest("Weave-Classes: a.B").pom("g", "a", "1");
        assertThat(scan("app/a-1.jar", woven).sbom().components()).isEmpty();
        assertThat(scan("app/a-1-sources.jar", sources.add("g/A.class", ""))
                        .sbom()
                        .components())
                .hasSize(1);
    }

    @Test
    void file_without_the_name_of_an_archive_is_one_when_it_begins_with_its_manifest() throws Exception {
        var zip = new Zips().manifest("A: b").pom("g", "service", "1");
        assertThat(scan("app/service", zip).sbom().components())
                .extracting(Component::ref)
                .containsExactly("pkg:maven/g/service@1");
        assertThat(scan("app/service.zip", zip).sbom().components()).hasSize(1);
        assertThat(scan("usr/lib/service", zip).sbom().components()).isEmpty();
        assertThat(scan("app/service.txt", zip).sbom().components()).isEmpty();
        var data = new Zips().add("data", "x".repeat(200)).manifest("A: b");
        assertThat(scan("app/data.zip", data).sbom().components()).isEmpty();
        assertThat(scan("app/short", new Zips()).sbom().gaps()).isEmpty();
    }

    @Test
    void document_in_an_archive_adds_what_is_not_seen() throws Exception {
        String document =
                """
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
                  {"type": "library", "group": "g", "name": "inner", "version": "1", "purl": "pkg:maven/g/inner@1"},
                  {"type": "library", "group": "g", "name": "shaded", "version": "2", "purl": "pkg:maven/g/shaded@2"}]}
                """;
        byte[] inner = new Zips().pom("g", "inner", "1").bytes();
        var zip = new Zips()
                .pom("g", "a", "1")
                .add("BOOT-INF/lib/inner-1.jar", inner)
                .add("META-INF/sbom/application.cdx.json", document);
        var sbom = scan("app/a-1.jar", zip).sbom();
        assertThat(sbom.components())
                .extracting(Component::ref)
                .containsExactly("pkg:maven/g/a@1", "pkg:maven/g/inner@1", "pkg:maven/g/shaded@2");
        assertThat(sbom.gaps()).isEmpty();
        var broken = new Zips().pom("g", "a", "1").add("META-INF/sbom/bom.json", "{");
        assertThat(scan("app/a-1.jar", broken).sbom().gaps()).hasSize(1);
    }

    @Test
    void moved_classes_of_shaded_software_are_seen() throws Exception {
        var zip = new Zips()
                .pom("org.acme", "tool", "1")
                .pom("com.google.guava", "guava", "31")
                .pom("com.google.common", "guava", "31")
                .add("org/acme/shaded/com/google/common/base/A.class", "");
        var components = scan("app/tool-1.jar", zip).sbom().components();
        assertThat(components)
                .filteredOn(one -> one.identity().group().equals("com.google.common"))
                .singleElement()
                .satisfies(
                        one -> assertThat(one.declared().properties()).containsEntry("relocated", "org.acme.shaded"));
    }
}
