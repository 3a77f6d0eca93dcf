package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveEdgesTest {
    private static final String REF = "pkg:maven/g/%s@1";

    private static Zips jar(String artifact, String... needs) {
        var pom = new StringBuilder("<project><dependencies>");
        for (String need : needs) {
            pom.append("<dependency><groupId>g</groupId><artifactId>" + need + "</artifactId></dependency>");
        }
        return new Zips()
                .manifest("A: " + artifact)
                .pom("g", artifact, "1")
                .add("META-INF/maven/g/" + artifact + "/pom.xml", pom + "</dependencies></project>");
    }

    private static List<String> needs(ScanResult scan, String artifact) {
        return scan.sbom().components().stream()
                .filter(one -> one.identity().name().equals(artifact))
                .map(Component::dependsOn)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void dependencies_are_those_of_the_same_application() throws Exception {
        byte[] war = jar("war", "outside")
                .add("WEB-INF/lib/a-1.jar", jar("a", "b", "absent", "a").bytes())
                .add("WEB-INF/lib/b-1.jar", jar("b", "outside").bytes())
                .bytes();
        ScanResult scan = new TestImage()
                .layer()
                .file("app/war-1.war", war)
                .file("other/outside-1.jar", jar("outside").bytes())
                .scan();
        assertThat(needs(scan, "a")).containsExactly(String.format(REF, "b"));
        assertThat(needs(scan, "b")).isEmpty();
        assertThat(needs(scan, "war")).containsExactly(String.format(REF, "a"), String.format(REF, "b"));
    }

    @Test
    void archives_of_one_folder_are_an_application() throws Exception {
        ScanResult scan = new TestImage()
                .layer()
                .file("app/lib/a-1.jar", jar("a", "b").bytes())
                .file("app/lib/b-1.jar", jar("b").bytes())
                .scan();
        assertThat(needs(scan, "a")).containsExactly(String.format(REF, "b"));
    }

    @Test
    void class_path_of_the_manifest_is_followed() throws Exception {
        byte[] main = new Zips()
                .manifest("Class-Path: lib/a-1.jar ./b-1.jar ../c/c-1.jar ../../../d.jar gone.jar")
                .pom("g", "main", "1")
                .bytes();
        ScanResult scan = new TestImage()
                .layer()
                .file("app/main-1.jar", main)
                .file("app/lib/a-1.jar", jar("a").bytes())
                .file("app/b-1.jar", jar("b").bytes())
                .file("c/c-1.jar", jar("c").bytes())
                .scan();
        assertThat(needs(scan, "main"))
                .containsExactly(String.format(REF, "a"), String.format(REF, "b"), String.format(REF, "c"));
    }
}
