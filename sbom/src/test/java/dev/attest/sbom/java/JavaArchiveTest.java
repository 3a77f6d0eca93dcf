package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaArchiveTest {
    private static ScanResult scan(String path, byte[] jar) throws Exception {
        return scan(path, jar, ScanLimits.DEFAULT);
    }

    private static ScanResult scan(String path, byte[] jar, ScanLimits limits) throws Exception {
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file(path, jar)
                .scan(Runnable::run, limits);
    }

    private static List<String> purls(ScanResult result) {
        return result.sbom().components().stream()
                .map(c -> c.identity()
                        .purl()
                        .map(Purl::toString)
                        .orElse("none " + c.identity().name()))
                .toList();
    }

    @Test
    void pom_properties_named_like_the_file_are_the_archive() throws Exception {
        var result = scan(
                "app/tool-1.0.jar", new Zips().pom("org.acme", "tool", "1.0").bytes());
        assertThat(purls(result)).containsExactly("pkg:maven/org.acme/tool@1.0");
        assertThat(result.sbom().components().get(0).declared().hashes())
                .containsOnlyKeys("SHA-1", "SHA-256", "SHA-512");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void shaded_software_is_below_the_archive_and_never_in_its_place() throws Exception {
        byte[] jar = new Zips()
                .manifest("Implementation-Vendor-Id: org.acme", "Implementation-Version: 3.0")
                .pom("com.google.guava", "guava", "31.1-jre")
                .add("org/acme/App.class", "")
                .bytes();
        var result = scan("app/tool-3.0.jar", jar);
        assertThat(purls(result))
                .containsExactly("pkg:maven/com.google.guava/guava@31.1-jre", "pkg:maven/org.acme/tool@3.0");
        Component tool = result.sbom().components().get(1);
        assertThat(tool.dependsOn()).containsExactly("pkg:maven/com.google.guava/guava@31.1-jre");
        assertThat(result.sbom().components().get(0).contained()).isTrue();
    }

    @Test
    void renamed_archive_is_itself_when_its_manifest_agrees() throws Exception {
        byte[] jar = new Zips()
                .manifest("Implementation-Title: service")
                .pom("org.acme", "service", "2.1")
                .bytes();
        assertThat(purls(scan("app.jar", jar))).containsExactly("pkg:maven/org.acme/service@2.1");
        byte[] silent = new Zips().pom("org.acme", "service", "2.1").bytes();
        assertThat(purls(scan("app.jar", silent))).containsExactly("none app", "pkg:maven/org.acme/service@2.1");
    }

    @Test
    void archive_without_coordinates_is_named_by_file_manifest_and_packages() throws Exception {
        byte[] spring = new Zips()
                .manifest("Implementation-Version: 6.1.14")
                .add("org/springframework/core/A.class", "")
                .bytes();
        assertThat(purls(scan("l/spring-core-6.1.14.jar", spring)))
                .containsExactly("pkg:maven/org.springframework/spring-core@6.1.14");
        byte[] nebula =
                new Zips().manifest("Implementation-Title: io.x#x-y;1.2.3").bytes();
        assertThat(purls(scan("l/x-y-1.2.3.jar", nebula))).containsExactly("pkg:maven/io.x/x-y@1.2.3");
        byte[] bundle = new Zips()
                .manifest("Bundle-SymbolicName: org.yaml.snake;singleton:=true")
                .bytes();
        assertThat(purls(scan("l/snake-2.jar", bundle))).containsExactly("pkg:maven/org.yaml/snake@2");
        byte[] packages = new Zips()
                .add("org/acme/tool/core/A.class", "")
                .add("org/acme/tool/core/b/B.class", "")
                .bytes();
        assertThat(purls(scan("l/tool-core-2.jar", packages))).containsExactly("pkg:maven/org.acme.tool/tool-core@2");
    }

    @Test
    void archive_that_tells_nothing_has_no_purl_and_is_a_gap() throws Exception {
        var result = scan("l/thing.jar", new Zips().add("readme.txt", "").bytes());
        assertThat(purls(result)).containsExactly("none thing");
        assertThat(result.sbom().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.UNIDENTIFIED);
    }

    @Test
    void nested_archives_are_components_with_their_whole_path() throws Exception {
        byte[] inner = new Zips().pom("org.acme", "inner", "1").bytes();
        byte[] outer = new Zips()
                .pom("org.acme", "outer", "1")
                .add("BOOT-INF/lib/inner-1.jar", inner)
                .bytes();
        var result = scan("app/outer-1.war", outer);
        assertThat(result.sbom().components().get(0).evidence().paths())
                .containsExactly("app/outer-1.war!/BOOT-INF/lib/inner-1.jar");
        assertThat(result.sbom().components().get(1).dependsOn()).containsExactly("pkg:maven/org.acme/inner@1");
    }

    @Test
    void hundred_archives_deep_ends_in_a_gap() throws Exception {
        byte[] jar = new Zips().pom("org.acme", "a", "1").bytes();
        for (int i = 0; i < 100; i++) {
            jar = new Zips().add("a-1.jar", jar).bytes();
        }
        var result = scan("a-1.jar", jar);
        assertThat(result.sbom().gaps()).extracting(Gap::kind).contains(Gap.Kind.LIMIT);
        assertThat(result.sbom().isComplete()).isFalse();
    }

    @Test
    void bomb_ends_in_a_gap() throws Exception {
        byte[] jar = new Zips().add("META-INF/MANIFEST.MF", new byte[3 << 20]).bytes();
        var result = scan("a-1.jar", jar, new ScanLimits(1 << 20, 1 << 20, 3, 100));
        assertThat(result.sbom().gaps()).extracting(Gap::subject).containsExactly("a-1.jar");
        byte[] nested = new Zips().add("x.jar", jar).bytes();
        var inner = scan("a-1.jar", nested, new ScanLimits(1 << 20, 1 << 20, 3, 100));
        assertThat(inner.sbom().gaps()).extracting(Gap::subject).contains("a-1.jar!/x.jar");
    }

    @Test
    void file_larger_than_the_bound_is_a_gap() throws Exception {
        var result = scan("a-1.jar", new byte[2000], new ScanLimits(1000, 1 << 20, 3, 100));
        assertThat(result.sbom().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.LIMIT);
    }

    @Test
    void every_cut_and_every_changed_byte_ends_in_an_answer() throws Exception {
        byte[] inner = new Zips().pom("org.acme", "inner", "1").bytes();
        byte[] jar = new Zips().manifest("A: b").add("inner-1.jar", inner).bytes();
        for (int i = 0; i < jar.length; i++) {
            assertThat(scan("a-1.jar", Arrays.copyOf(jar, i)).sbom().gaps()).isNotEmpty();
            byte[] changed = jar.clone();
            changed[i] = (byte) (changed[i] ^ 0xff);
            assertThat(scan("a-1.jar", changed).sbom()).isNotNull();
        }
    }

    @Test
    void entries_that_overlap_or_differ_from_the_directory_are_refused() throws Exception {
        byte[] jar = new Zips()
                .manifest("A: b")
                .add("META-INF/maven/x/y/pom.properties", "x")
                .bytes();
        int central = indexOf(jar, new byte[] {'P', 'K', 1, 2}, 0);
        int second = indexOf(jar, new byte[] {'P', 'K', 1, 2}, central + 1);
        byte[] overlapping = jar.clone();
        System.arraycopy(jar, central + 42, overlapping, second + 42, 4);
        assertThat(scan("a.jar", overlapping).sbom().gaps().get(0).detail()).contains("overlap");
        byte[] renamed = jar.clone();
        renamed[30] = 'm';
        assertThat(scan("a.jar", renamed).sbom().gaps().get(0).detail()).contains("otherwise");
        byte[] encrypted = jar.clone();
        encrypted[central + 8] |= 1;
        assertThat(scan("a.jar", encrypted).sbom().gaps().get(0).detail()).contains("encrypted");
    }

    @Test
    void names_made_to_cost_time_cost_none() throws Exception {
        var zip = new Zips().manifest("Implementation-Vendor-Id: a" + ".b".repeat(30_000));
        for (int i = 0; i < 20_000; i++) {
            zip.add("p" + i + "/q/A.class", "");
        }
        zip.add("a" + "/b".repeat(20_000) + "/A.class", "").add("x" + "-1".repeat(20_000) + "!.jar", "");
        assertThat(scan("a-1.jar", zip.bytes()).sbom().components()).hasSize(1);
    }

    @Test
    void script_in_front_of_an_archive_is_allowed() throws Exception {
        byte[] jar = new Zips().pom("org.acme", "a", "1").bytes();
        byte[] script = "#!/bin/sh\nexec java -jar $0\n".getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(script, script.length + jar.length);
        System.arraycopy(jar, 0, both, script.length, jar.length);
        assertThat(purls(scan("a-1.jar", both))).containsExactly("pkg:maven/org.acme/a@1");
    }

    @Test
    void same_archive_in_two_places_is_one_component_and_others_keep_apart() throws Exception {
        byte[] jar = new Zips().pom("org.acme", "a", "1").bytes();
        byte[] other = new Zips().pom("org.acme", "a", "1").add("x", "y").bytes();
        var result = new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file("x/a-1.jar", jar)
                .file("y/a-1.jar", jar)
                .file("z/a-1.jar", other)
                .scan();
        assertThat(result.sbom().components())
                .extracting(Component::ref)
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(result.sbom().components())
                .allMatch(c -> c.ref().startsWith("pkg:maven/org.acme/a@1#"))
                .anyMatch(c -> c.evidence().paths().equals(List.of("x/a-1.jar", "y/a-1.jar")));
    }

    @Test
    void runtime_is_named_by_its_release_file() throws Exception {
        var result = new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file("opt/java/release", "JAVA_VERSION=\"17.0.15\"\nMODULES=\"java.base\"\nIMPLEMENTOR=\"Acme\"\n")
                .file("opt/java/lib/modules", "")
                .file("opt/java/lib/jrt-fs.jar", new Zips().bytes())
                .program("opt/java/bin/java")
                .file("opt/jdk/release", "JAVA_VERSION=\"21\"\nMODULES=\"java.base jdk.compiler\"\n")
                .file("etc/release", "something else")
                .scan();
        assertThat(purls(result)).containsExactly("pkg:generic/jdk@21", "pkg:generic/jre@17.0.15");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    private static int indexOf(byte[] bytes, byte[] what, int from) {
        for (int i = from; i < bytes.length - what.length; i++) {
            if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }
}
