package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.MalformedImageException;
import dev.attest.sbom.facts.FactKind;
import dev.attest.sbom.java.Zips;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MergedRecordsTest {
    private static final byte[] JAR = new Zips().pom("org.acme", "tool", "1.0").bytes();

    private static TestImage image() {
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file("opt/app/tool-1.0.jar", JAR)
                .layer();
    }

    private static int jars(TestImage image) throws Exception {
        return image.scan().sbom().components().size();
    }

    @Test
    void file_in_a_lower_layer_is_there() throws Exception {
        assertThat(jars(image())).isEqualTo(1);
        assertThat(jars(image().directory("opt/app", 0755))).isEqualTo(1);
    }

    @Test
    void whiteouts_hide_lower_layers() throws Exception {
        assertThat(jars(image().file("opt/app/.wh.tool-1.0.jar", ""))).isZero();
        assertThat(jars(image().file("opt/.wh.app", ""))).isZero();
        assertThat(jars(image().file(".wh.opt", ""))).isZero();
        assertThat(jars(image().file("opt/app/.wh..wh..opq", ""))).isZero();
        assertThat(jars(image().file("opt/.wh..wh..opq", ""))).isZero();
        assertThat(jars(image().file(".wh..wh..opq", ""))).isZero();
    }

    @Test
    void whiteout_does_not_hide_its_own_layer() throws Exception {
        var image = image().file("opt/app/.wh..wh..opq", "").file("opt/app/tool-1.0.jar", JAR);
        assertThat(jars(image)).isEqualTo(1);
    }

    @Test
    void anything_else_in_the_place_of_a_file_or_its_directory_replaces_it() throws Exception {
        assertThat(jars(image().symlink("opt/app/tool-1.0.jar", "/dev/null"))).isZero();
        assertThat(jars(image().directory("opt/app/tool-1.0.jar", 0755))).isZero();
        assertThat(jars(image().symlink("opt", "/srv"))).isZero();
        assertThat(jars(image().file("opt/app", "a file now"))).isZero();
    }

    @Test
    void removed_and_added_again_is_new() throws Exception {
        var result = image().file("opt/.wh.app", "")
                .layer()
                .file("opt/app/tool-1.0.jar", JAR)
                .scan();
        var evidence = result.sbom().components().get(0).evidence();
        assertThat(evidence.firstLayer()).isEqualTo(TestImage.diffId(2));
        assertThat(evidence.lastLayer()).isEqualTo(TestImage.diffId(2));
    }

    @Test
    void written_again_without_a_change_is_old() throws Exception {
        var result = image().file("opt/app/tool-1.0.jar", JAR).scan();
        assertThat(result.sbom().components().get(0).evidence().lastLayer()).isEqualTo(TestImage.diffId(0));
    }

    @Test
    void hard_link_to_a_read_file_is_a_second_place() throws Exception {
        var result =
                image().hardlink("lib/tool-1.0.jar", "opt/app/tool-1.0.jar").scan();
        assertThat(result.sbom().components()).hasSize(1);
        assertThat(result.sbom().components().get(0).evidence().paths())
                .containsExactly("lib/tool-1.0.jar", "opt/app/tool-1.0.jar");
    }

    @Test
    void hard_link_to_a_file_nobody_read_is_a_gap() throws Exception {
        var result = image().file("data/blob", JAR, 0755)
                .hardlink("lib/x.jar", "data/blob")
                .scan();
        assertThat(result.sbom().gaps()).extracting(Gap::subject).containsExactly("lib/x.jar");
    }

    @Test
    void layer_written_through_a_linked_folder_lies_where_the_link_leads() throws Exception {
        var result = new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .directory("usr/lib", 0755)
                .symlink("lib", "usr/lib")
                .layer()
                .file("lib/apk/db/installed", "P:new\nV:1\n")
                .scan();
        assertThat(result.sbom().components())
                .extracting(c -> c.identity().name())
                .containsExactly("new");
    }

    @Test
    void failing_layer_stops_the_scan_with_its_own_reason() {
        var scanner = new ImageScanner(Runnable::run, ScanLimits.DEFAULT);
        var config = new TestImage().layer().layer().layer().config();
        assertThatThrownBy(() -> scanner.scan(config, (layer, visitor) -> {
                    if (layer == 1) {
                        throw new IOException("gone");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThatThrownBy(() -> scanner.scan(config, (layer, visitor) -> {
                    throw new MalformedImageException("bad");
                }))
                .isInstanceOf(MalformedImageException.class);
    }

    @Test
    void layer_of_more_entries_than_allowed_is_refused() {
        var image = new TestImage().layer().file("a", "").file("b", "");
        assertThatThrownBy(() -> image.scan(Runnable::run, new ScanLimits(1, 1, 1, 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void links_that_go_round_end() throws Exception {
        var image = image().symlink("bin/sh", "a").symlink("bin/a", "sh").symlink("bin/bash", "../bin/bash/x");
        assertThat(image.scan().facts().present(FactKind.SHELL)).isEmpty();
    }

    @Test
    void many_entries_are_all_found() throws Exception {
        var image = new TestImage().layer().file("etc/os-release", "ID=x\n");
        for (int i = 0; i < 3000; i++) {
            image.program("usr/bin/p" + i);
        }
        String detail = image.scan().sbom().gaps().get(0).detail();
        assertThat(detail).startsWith("3000 seen");
    }
}
