package dev.attest.sbom.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.sqlite.SqliteFiles;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpmImageTest {
    private static final String OS = "ID=fedora\nVERSION_ID=40\n";
    private static final int PAGE = 512;

    private static final byte[] OLD = database("a", "b");
    private static final byte[] NEW = database("a", "b", "added");
    private static final byte[] LOG = SqliteFiles.log(OLD, NEW, PAGE, ByteOrder.LITTLE_ENDIAN);

    private static byte[] database(String... names) {
        return new SqliteFiles(PAGE)
                .database(List.of(names).stream()
                        .map(name -> Headers.sized(name, 700))
                        .toList());
    }

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", OS);
    }

    private static List<String> names(ScanResult result) {
        return result.sbom().components().stream()
                .map(component -> component.identity().name())
                .toList();
    }

    private static Component component(ScanResult result, String name) {
        return result.sbom().components().stream()
                .filter(one -> one.identity().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "fedora,pkg:rpm/fedora/bash@5.1-9?arch=x86_64&distro=fedora-9&epoch=2&modularitylabel=m:1&rpmmod=m:1&upstream=bash-5.1-9.src.rpm",
        "rhel,pkg:rpm/redhat/bash@5.1-9?arch=x86_64&distro=rhel-9&epoch=2&modularitylabel=m:1&rpmmod=m:1&upstream=bash-5.1-9.src.rpm",
        "opensuse-leap,pkg:rpm/opensuse/bash@5.1-9?arch=x86_64&distro=opensuse-leap-9&epoch=2&modularitylabel=m:1&rpmmod=m:1&upstream=bash-5.1-9.src.rpm"
    })
    void package_has_the_purl_that_others_give_it(String id, String purl) throws Exception {
        byte[] header = Headers.of("bash", "5.1", "9")
                .numbers(1003, 2)
                .text(5096, "m:1")
                .text(1011, "Vendor")
                .text(1014, "MIT")
                .bytes();
        var result = new TestImage()
                .layer()
                .file("etc/os-release", "ID=" + id + "\nVERSION_ID=9\n")
                .file("var/lib/rpm/Packages.db", NdbFiles.database(List.of(header)))
                .scan();
        Component bash = component(result, "bash");
        assertThat(bash.ref()).isEqualTo(purl);
        assertThat(bash.identity().version()).isEqualTo("2:5.1-9");
        assertThat(bash.declared().supplier()).contains("Vendor");
        assertThat(bash.declared().licences()).containsExactly("MIT");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void requirement_leads_to_who_provides_the_name_or_the_file() throws Exception {
        var files = List.of(
                Headers.of("app", "1", "1")
                        .texts(1049, "libc.so", "/usr/bin/sh", "app", "absent")
                        .bytes(),
                Headers.of("glibc32", "1", "1")
                        .text(1022, "i686")
                        .texts(1047, "libc.so")
                        .bytes(),
                Headers.of("glibc", "1", "1").texts(1047, "libc.so").bytes(),
                Headers.of("bash", "1", "1")
                        .texts(1117, "sh")
                        .texts(1118, "/usr/bin/")
                        .numbers(1116, 0)
                        .bytes());
        var result = image().file("var/lib/rpm/Packages.db", NdbFiles.database(files))
                .program("usr/bin/sh")
                .scan();
        assertThat(component(result, "app").dependsOn())
                .containsExactly(
                        component(result, "bash").ref(),
                        component(result, "glibc").ref());
        assertThat(result.sbom().gaps()).as("bash owns sh").isEmpty();
    }

    @Test
    void imported_key_is_a_key_and_no_library() throws Exception {
        byte[] key = Headers.of("gpg-pubkey", "0d6c9793", "6028124e")
                .text(1014, "pubkey")
                .bytes();
        var result = image().file("var/lib/rpm/Packages.db", NdbFiles.database(List.of(key)))
                .scan();
        Component component = component(result, "gpg-pubkey");
        assertThat(component.identity().type()).isEqualTo(Component.Type.CRYPTOGRAPHIC_ASSET);
        assertThat(component.declared().licences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm"})
    void database_is_read_in_every_folder_and_through_links_once(String folder) throws Exception {
        var image = image().file(folder + "/rpmdb.sqlite", OLD).file(folder + "/rpmdb.sqlite-wal", "");
        if (!folder.equals("var/lib/rpm")) {
            image.symlink("var/lib/rpm", "../../" + folder);
        }
        var result = image.scan();
        assertThat(names(result)).containsExactly("a", "b");
        assertThat(component(result, "a").evidence().paths()).containsExactly(folder + "/rpmdb.sqlite");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void database_that_is_a_link_to_a_file_of_another_name_is_read() throws Exception {
        var hard = image().file("ostree/repo/objects/ab/cd.file", OLD, 0755)
                .hardlink("usr/share/rpm/rpmdb.sqlite", "ostree/repo/objects/ab/cd.file")
                .file("ostree/repo/objects/ab/ef.file", LOG, 0755)
                .hardlink("usr/share/rpm/rpmdb.sqlite-wal", "ostree/repo/objects/ab/ef.file")
                .scan();
        assertThat(names(hard)).containsExactly("a", "added", "b");
        assertThat(hard.sbom().gaps()).isEmpty();
        var symbolic = image().file("data/db", OLD).symlink("var/lib/rpm/rpmdb.sqlite", "/data/db");
        assertThat(names(symbolic.scan())).containsExactly("a", "b");
        var garbage = image().file("data/db", "x").symlink("var/lib/rpm/Packages", "/data/db");
        assertThatThrownBy(garbage::scan).isInstanceOf(MalformedContentException.class);
    }

    @Test
    void log_of_the_same_layer_counts() throws Exception {
        var result = image().file("var/lib/rpm/rpmdb.sqlite", OLD)
                .file("var/lib/rpm/rpmdb.sqlite-shm", "anything")
                .file("var/lib/rpm/rpmdb.sqlite-wal", LOG)
                .scan();
        assertThat(names(result)).containsExactly("a", "added", "b");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void log_of_a_higher_layer_counts_and_dates_what_it_adds() throws Exception {
        var result = image().file("var/lib/rpm/rpmdb.sqlite", OLD)
                .layer()
                .file("var/lib/rpm/rpmdb.sqlite-wal", LOG)
                .scan();
        assertThat(names(result)).containsExactly("a", "added", "b");
        assertThat(component(result, "a").evidence().firstLayer()).isEqualTo(TestImage.diffId(0));
        assertThat(component(result, "added").evidence().firstLayer()).isEqualTo(TestImage.diffId(1));
    }

    @Test
    void log_that_a_higher_layer_removed_or_emptied_does_not_count() throws Exception {
        var removed = image().file("var/lib/rpm/rpmdb.sqlite", OLD)
                .file("var/lib/rpm/rpmdb.sqlite-wal", LOG)
                .layer()
                .file("var/lib/rpm/.wh.rpmdb.sqlite-wal", "")
                .scan();
        assertThat(names(removed)).containsExactly("a", "b");
        var emptied = image().file("var/lib/rpm/rpmdb.sqlite", OLD)
                .file("var/lib/rpm/rpmdb.sqlite-wal", LOG)
                .layer()
                .file("var/lib/rpm/rpmdb.sqlite-wal", "")
                .scan();
        assertThat(names(emptied)).containsExactly("a", "b");
    }

    @Test
    void damaged_log_is_a_gap_and_an_unfinished_journal_ends_the_scan() throws Exception {
        var result = image().file("var/lib/rpm/rpmdb.sqlite", OLD)
                .file("var/lib/rpm/rpmdb.sqlite-wal", "x".repeat(5000))
                .scan();
        assertThat(result.sbom().gaps()).extracting(Gap::subject).containsExactly("var/lib/rpm/rpmdb.sqlite-wal");
        byte[] journal = {(byte) 0xd9, (byte) 0xd5, 5, (byte) 0xf9, 0x20, (byte) 0xa1, 0x63, (byte) 0xd7};
        var image = image().file("var/lib/rpm/rpmdb.sqlite", OLD).file("var/lib/rpm/rpmdb.sqlite-journal", journal);
        assertThatThrownBy(image::scan)
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining("was not finished");
        var done = image().file("var/lib/rpm/rpmdb.sqlite", OLD).file("var/lib/rpm/rpmdb.sqlite-journal", new byte[8]);
        assertThat(names(done.scan())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var/lib/rpm/rpmdb.sqlite",
                "usr/lib/sysimage/rpm/Packages.db",
                "usr/share/rpm/Packages",
                "var/lib/rpmmanifest/container-manifest-2"
            })
    void database_of_garbage_ends_the_scan_unless_a_higher_layer_replaced_it(String path) throws Exception {
        var image = image().file(path, "garbage");
        assertThatThrownBy(image::scan)
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining(path);
        String name = path.substring(path.lastIndexOf('/') + 1);
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        image.layer().file(folder + ".wh." + name, "");
        assertThat(names(image.scan())).isEmpty();
    }

    @Test
    void database_that_is_no_file_or_too_large_ends_the_scan() {
        var folder = image().directory("var/lib/rpm/rpmdb.sqlite", 0755);
        assertThatThrownBy(folder::scan).isInstanceOf(MalformedContentException.class);
        var large = image().file("var/lib/rpm/rpmdb.sqlite", OLD);
        assertThatThrownBy(() -> large.scan(Runnable::run, new ScanLimits(1000, 1000, 2, 100)))
                .isInstanceOf(MalformedContentException.class);
    }

    @Test
    void older_database_beside_a_newer_one_and_one_of_another_root_are_gaps() throws Exception {
        byte[] older = NdbFiles.database(List.of(Headers.sized("older", 10)));
        var result = image().file("var/lib/rpm/rpmdb.sqlite", OLD)
                .file("var/lib/rpm/Packages.db", older)
                .file("srv/root/var/lib/rpm/Packages.db", older)
                .file("srv/repository/rpm/Packages", "text")
                .scan();
        assertThat(names(result)).containsExactly("a", "b");
        assertThat(result.sbom().gaps())
                .extracting(Gap::subject)
                .containsExactly(
                        "srv/repository/rpm/Packages", "srv/root/var/lib/rpm/Packages.db", "var/lib/rpm/Packages.db");
    }

    @Test
    void manifest_of_an_image_without_database_is_read() throws Exception {
        String line =
                "openssl-libs\t3.1.4-9.azl3\t1715\t1714\tMicrosoft Corporation\t(none)\t7\tx86_64\t0\topenssl.src.rpm\n";
        var result = image().file("var/lib/rpmmanifest/container-manifest-2", line + "\n")
                .scan();
        assertThat(result.sbom().components())
                .extracting(Component::ref)
                .containsExactly(
                        "pkg:rpm/fedora/openssl-libs@3.1.4-9.azl3?arch=x86_64&distro=fedora-40&upstream=openssl.src.rpm");
        for (String broken : List.of("a\tb\n", "\t1\t\t\t\t\t\t\t\t\n", line.replace("7", "7".repeat(2000)))) {
            var image = image().file("var/lib/rpmmanifest/container-manifest-2", broken);
            assertThatThrownBy(image::scan).hasMessageContaining("container-manifest-2, line 1");
        }
    }
}
