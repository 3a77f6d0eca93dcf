package dev.attest.sbom.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.Digest;
import dev.attest.sbom.Component;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.java.Zips;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The layers of first introduction and last change, over images of several layers. */
class LayersOfComponentsTest {
    private static final String STATUS = "var/lib/dpkg/status";
    private static final byte[] JAR = new Zips().pom("org.acme", "tool", "1.0").bytes();

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=debian\nVERSION_ID=12\n");
    }

    private static String deb(String name, String version, String state) {
        return "Package: " + name + "\nStatus: install ok " + state + "\nArchitecture: amd64\nVersion: " + version
                + "\n\n";
    }

    private static String deb(String name, String version) {
        return deb(name, version, "installed");
    }

    /** First and last layer, counted from the lowest. */
    private static String layers(TestImage image, String name) throws Exception {
        Component component = image.scan().sbom().components().stream()
                .filter(one -> one.identity().name().equals(name))
                .findFirst()
                .orElseThrow();
        return number(component.evidence().firstLayer()) + "-"
                + number(component.evidence().lastLayer());
    }

    private static int number(Digest diffId) {
        return IntStream.range(0, 20)
                .filter(layer -> TestImage.diffId(layer).equals(diffId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void packages_keep_their_layers_when_others_rewrite_the_database() throws Exception {
        var image = image().file(
                        STATUS, deb("kept", "1") + deb("upgraded", "1") + deb("again", "1") + deb("state", "1"))
                .layer()
                .file(STATUS, deb("kept", "1") + deb("upgraded", "2") + deb("state", "1", "half-configured"))
                .layer()
                .file("unrelated", "")
                .layer()
                .file(
                        STATUS,
                        deb("kept", "1")
                                + deb("upgraded", "2")
                                + deb("again", "1")
                                + deb("state", "1", "half-configured"));
        assertThat(layers(image, "kept")).isEqualTo("0-0");
        assertThat(layers(image, "upgraded")).isEqualTo("1-1");
        assertThat(layers(image, "again")).isEqualTo("3-3");
        assertThat(layers(image, "state")).isEqualTo("0-1");
    }

    @Test
    void package_of_which_only_configuration_was_left_is_new_when_it_comes_back() throws Exception {
        var image = image().file(STATUS, deb("a", "1"))
                .layer()
                .file(STATUS, deb("a", "1", "config-files"))
                .layer()
                .file(STATUS, deb("a", "1"));
        assertThat(layers(image, "a")).isEqualTo("2-2");
    }

    @Test
    void each_file_of_status_d_has_its_own_layers() throws Exception {
        var image = image().file("var/lib/dpkg/status.d/a", deb("a", "1"))
                .layer()
                .file("var/lib/dpkg/status.d/b", deb("b", "1"))
                .layer()
                .file("var/lib/dpkg/status.d/a", deb("a", "2"))
                .file("var/lib/dpkg/status.d/b", deb("b", "1"));
        assertThat(layers(image, "a")).isEqualTo("2-2");
        assertThat(layers(image, "b")).isEqualTo("1-1");
    }

    @Test
    void opaque_folder_that_is_filled_again_at_once_interrupts_nothing() throws Exception {
        var image = image().file(STATUS, deb("a", "1"))
                .layer()
                .file("var/lib/dpkg/.wh..wh..opq", "")
                .file(STATUS, deb("a", "1") + deb("b", "1"));
        assertThat(layers(image, "a")).isEqualTo("0-0");
        assertThat(layers(image, "b")).isEqualTo("1-1");
    }

    @Test
    void opaque_folder_that_stays_empty_for_a_layer_does() throws Exception {
        var image = image().file(STATUS, deb("a", "1"))
                .layer()
                .file("var/lib/dpkg/.wh..wh..opq", "")
                .layer()
                .file(STATUS, deb("a", "1"));
        assertThat(layers(image, "a")).isEqualTo("2-2");
    }

    @Test
    void database_that_moves_takes_its_packages_along() throws Exception {
        var image = image().file("lib/apk/db/installed", "P:a\nV:1\n\nP:gone\nV:1\n")
                .layer()
                .file("lib/.wh.apk", "")
                .file("usr/lib/apk/db/installed", "P:a\nV:1\n\nP:b\nV:1\n");
        assertThat(layers(image, "a")).isEqualTo("0-1");
        assertThat(layers(image, "b")).isEqualTo("1-1");
    }

    @Test
    void archive_that_is_renamed_is_as_old_as_before() throws Exception {
        var image = image().file("srv/tool-1.0.jar", JAR)
                .layer()
                .file("srv/.wh.tool-1.0.jar", "")
                .file("opt/tool-1.0.jar", JAR)
                .layer()
                .file("opt/.wh.tool-1.0.jar", "")
                .file("app/lib/tool.jar", JAR);
        assertThat(layers(image, "tool")).isEqualTo("0-2");
    }

    @Test
    void other_bytes_of_the_same_name_are_no_move() throws Exception {
        byte[] other = new Zips()
                .pom("org.acme", "tool", "1.0")
                .add("more.txt", new byte[] {1})
                .bytes();
        var image = image().file("srv/tool-1.0.jar", other)
                .layer()
                .file("srv/.wh.tool-1.0.jar", "")
                .file("opt/tool-1.0.jar", JAR);
        assertThat(layers(image, "tool")).isEqualTo("1-1");
    }

    @Test
    void archive_that_comes_back_a_layer_later_is_new() throws Exception {
        var image = image().file("srv/tool-1.0.jar", JAR)
                .layer()
                .file("srv/.wh.tool-1.0.jar", "")
                .layer()
                .file("opt/tool-1.0.jar", JAR);
        assertThat(layers(image, "tool")).isEqualTo("2-2");
    }

    @Test
    void hard_link_to_a_lower_layer_is_as_old_as_what_it_links_to() throws Exception {
        var image = image().file("srv/tool-1.0.jar", JAR)
                .layer()
                .hardlink("opt/tool-1.0.jar", "srv/tool-1.0.jar")
                .layer()
                .file("srv/.wh.tool-1.0.jar", "");
        assertThat(layers(image, "tool")).isEqualTo("0-0");
    }
}
