package dev.attest.sbom.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.java.Zips;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonPackagesTest {
    private static final String SITE = "usr/local/lib/python3.11/site-packages/";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static String metadata(String name, String version, String... more) {
        String rest = more.length == 0 ? "" : String.join("\n", more) + "\n";
        return "Metadata-Version: 2.4\nName: " + name + "\nVersion: " + version + "\n" + rest + "\nA description\n";
    }

    private static List<String> purls(ScanResult result) {
        return result.sbom().components().stream()
                .map(c -> c.identity()
                        .purl()
                        .map(Purl::toString)
                        .orElse("none " + c.identity().name()))
                .toList();
    }

    private static Component only(ScanResult result) {
        assertThat(result.sbom().components()).hasSize(1);
        return result.sbom().components().get(0);
    }

    @Test
    void every_form_of_installed_metadata_is_read() throws Exception {
        byte[] egg = new Zips()
                .add("EGG-INFO/PKG-INFO", metadata("Zipped", "1"))
                .add("EGG-INFO/requires.txt", "A.b_C\n")
                .bytes();
        var result = image().file(SITE + "A.b_C-1.0.dist-info/METADATA", metadata("A.b_C", "1.0RC1"))
                .file(SITE + "folder.egg-info/PKG-INFO", metadata("folder", "2"))
                .file(SITE + "file-3.egg-info", metadata("file", "3"))
                .file(SITE + "unpacked-4.egg/EGG-INFO/PKG-INFO", metadata("unpacked", "4"))
                .file(SITE + "zipped-1-py3.11.egg", egg)
                .file(SITE + "OLD-5.DIST-INFO/METADATA", metadata("OLD", "5"))
                .file("src/tool/PKG-INFO", metadata("source", "6"))
                .scan();
        assertThat(purls(result))
                .containsExactly(
                        "pkg:pypi/a-b-c@1.0rc1",
                        "pkg:pypi/file@3",
                        "pkg:pypi/folder@2",
                        "pkg:pypi/old@5",
                        "pkg:pypi/unpacked@4",
                        "pkg:pypi/zipped@1");
        assertThat(result.sbom().components().get(0).identity().name()).isEqualTo("A.b_C");
        assertThat(result.sbom().components().get(5).dependsOn()).containsExactly("pkg:pypi/a-b-c@1.0rc1");
        assertThat(result.sbom().components().get(5).evidence().paths())
                .containsExactly(SITE + "zipped-1-py3.11.egg!/EGG-INFO/PKG-INFO");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void description_and_later_headers_cannot_change_the_name() throws Exception {
        String text = String.join(
                "\r\n",
                "Metadata-Version: 2.1",
                "Name: real",
                "Name: second",
                "Version: 1",
                "License: MIT",
                "\tName: folded",
                "",
                "Name: evil",
                "Version: 9",
                "");
        assertThat(purls(image().file(SITE + "real-1.dist-info/METADATA", text).scan()))
                .containsExactly("pkg:pypi/real@1");
        String broken = "Name: real\nVersion: 1\nno header at all\nLicense: MIT\n";
        var result = image().file(SITE + "real-1.dist-info/METADATA", broken).scan();
        assertThat(only(result).declared().licences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "License-Expression: MIT OR Apache-2.0|License: BSD;MIT OR Apache-2.0",
                "License: BSD-3-Clause|Classifier: License :: OSI Approved :: BSD License;BSD-3-Clause",
                "License: MIT License|Classifier: License :: OSI Approved :: MIT License;MIT",
                "License: UNKNOWN|Classifier: License :: OSI Approved :: ISC License (ISCL);ISC",
                "License: Dual License|Classifier: License :: OSI Approved :: BSD License;Dual License",
                "License: Permission is|  hereby granted|Classifier: License :: OSI Approved :: BSD License;BSD License",
                "Classifier: License :: OSI Approved;",
                "Classifier: Topic :: Internet;"
            })
    void licence_is_the_most_exact_declaration(String headers, String expected) throws Exception {
        var result = image().file(SITE + "a-1.dist-info/METADATA", metadata("a", "1", headers.split("\\|")))
                .scan();
        assertThat(only(result).declared().licences()).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Author: A B|Author-email: a@b;A B <a@b>",
                "Author-email: A B <a@b>;A B <a@b>",
                "Author: UNKNOWN|Maintainer: C;C",
                "Author: A|Author-email: X <a@b>;A"
            })
    void author_or_maintainer_is_the_supplier(String headers, String expected) throws Exception {
        var result = image().file(SITE + "a-1.dist-info/METADATA", metadata("a", "1", headers.split("\\|")))
                .scan();
        assertThat(only(result).declared().supplier()).contains(expected);
    }

    @Test
    void requirements_are_edges_to_what_lies_beside() throws Exception {
        String[] requires = {
            "Requires-Dist: B_b (>=1.0)",
            "Requires-Dist: c[extra]>=2; python_version > '3'",
            "Requires-Dist: d; extra == 'x'",
            "Requires-Dist: gone"
        };
        var result = image().file(SITE + "a-1.dist-info/METADATA", metadata("a", "1", requires))
                .file(SITE + "b_b-1.dist-info/METADATA", metadata("b-b", "1"))
                .file("opt/venv/lib/python3.12/site-packages/b_b-2.dist-info/METADATA", metadata("b-b", "2"))
                .file(SITE + "c-1.egg-info/PKG-INFO", metadata("c", "1"))
                .file(SITE + "c-1.egg-info/requires.txt", "a\n\n[x]\nd\n")
                .file("opt/venv/lib/python3.12/site-packages/d-1.dist-info/METADATA", metadata("d", "1"))
                .file("opt/lib/e-1.dist-info/METADATA", metadata("e", "1", "Requires-Dist: d", "Requires-Dist: b-b"))
                .scan();
        var components = result.sbom().components();
        assertThat(components.get(0).dependsOn()).containsExactly("pkg:pypi/b-b@1", "pkg:pypi/c@1");
        assertThat(components.get(3).dependsOn()).containsExactly("pkg:pypi/a@1");
        assertThat(components.get(5).dependsOn()).containsExactly("pkg:pypi/d@1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "{\"url\":\"https://u:secret@host/a.git?t=x\",\"vcs_info\":{\"vcs\":\"git\",\"commit_id\":\"abc\"}};?vcs_url=git%2Bhttps:%2F%2Fhost%2Fa.git%40abc",
                "{\"url\":\"https://host/a.whl\",\"archive_info\":{}};?download_url=https:%2F%2Fhost%2Fa.whl",
                "{\"url\":\"file:///src\",\"dir_info\":{\"editable\":true}};''",
                "{\"url\":\"https://host/x\",\"dir_info\":{}};''",
                "{\"url\":\"nonsense\"};''",
                "{\"url\":\"https://host/a\",\"vcs_info\":{\"vcs\":\"git\",\"commit_id\":\"a b\"}};''"
            })
    void origin_outside_of_an_index_is_a_qualifier(String text, String expected) throws Exception {
        var result = image().file(SITE + "a-1.dist-info/METADATA", metadata("a", "1"))
                .file(SITE + "a-1.dist-info/direct_url.json", text)
                .scan();
        assertThat(purls(result)).containsExactly("pkg:pypi/a@1" + expected);
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void programs_of_a_distribution_are_owned() throws Exception {
        String record =
                """
                a/__init__.py,sha256=x,1
                a/_c.so,sha256=x,1
                "a/with,comma.so",,
                ../../../bin/a,sha256=x,1
                ../../../../../../../../etc/out,,
                """;
        var result = image().file(SITE + "a-1.dist-info/METADATA", metadata("a", "1"))
                .file(SITE + "a-1.dist-info/RECORD", record)
                .program(SITE + "a/_c.so")
                .program(SITE + "a/with,comma.so")
                .program("usr/local/bin/a")
                .file(SITE + "b-1.egg-info/PKG-INFO", metadata("b", "1"))
                .file(SITE + "b-1.egg-info/installed-files.txt", "../b/_d.so\n")
                .program(SITE + "b/_d.so")
                .program("usr/local/bin/other")
                .scan();
        assertThat(result.sbom().gaps())
                .extracting(Gap::detail)
                .containsExactly("1 seen, not read: usr/local/bin/other");
    }

    @Test
    void what_a_debian_package_brought_is_a_part_of_it() throws Exception {
        String path = "usr/lib/python3/dist-packages/six-1.16.0.egg-info";
        var result = image().file(path, metadata("six", "1.16.0"))
                .file(
                        "var/lib/dpkg/status",
                        "Package: python3-six\nArchitecture: all\nVersion: 1\nStatus: install ok installed\n")
                .file("var/lib/dpkg/info/python3-six.list", "/" + path + "\n")
                .scan();
        assertThat(purls(result)).containsExactly("pkg:deb/x/python3-six@1?arch=all&distro=x", "pkg:pypi/six@1.16.0");
        assertThat(result.sbom().components().get(0).dependsOn()).containsExactly("pkg:pypi/six@1.16.0");
        assertThat(result.sbom().components().get(1).contained()).isTrue();
    }

    @Test
    void test_data_and_the_interpreter_are_no_distributions() throws Exception {
        var result = image().file(
                        SITE + "importlib_metadata/tests/data/example-1.dist-info/METADATA", metadata("example", "1"))
                .file("usr/lib/python3.11/test/test_importlib/data/egg.egg-info", metadata("egg", "1"))
                .file("usr/lib/python3.11/lib-dynload/Python-3.11.egg-info", metadata("Python", "3.11"))
                .file("srv/tests/venv/lib/python3.11/site-packages/real-1.dist-info/METADATA", metadata("real", "1"))
                .file(SITE + "setuptools/_vendor/bundled-1.dist-info/METADATA", metadata("bundled", "1"))
                .scan();
        assertThat(purls(result)).containsExactly("pkg:pypi/bundled@1", "pkg:pypi/real@1");
    }

    @Test
    void folder_gives_what_the_metadata_leaves_out() throws Exception {
        assertThat(purls(image().file(SITE + "a-1.2.dist-info/METADATA", "Name: a\n")
                        .scan()))
                .containsExactly("pkg:pypi/a@1.2");
        assertThat(purls(image().file(SITE + "a-1.2-py3.11.egg-info", "").scan()))
                .containsExactly("pkg:pypi/a@1.2");
        var result = image().file(SITE + "a.egg-info/PKG-INFO", "Name: a\n").scan();
        assertThat(purls(result)).containsExactly("none a");
        assertThat(result.sbom().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.UNIDENTIFIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "Name: ../../etc\nVersion: 1\n",
                "Name: a b\nVersion: 1\n",
                "Name: a\u001b\nVersion: 1\n",
                "Name: a\nVersion: 1 2\n",
                "Name: a\nVersion: 1\u202e\n"
            })
    void hostile_metadata_is_a_gap_with_its_path(String text) throws Exception {
        var result = image().file(SITE + "x.egg-info/PKG-INFO", text).scan();
        assertThat(result.sbom().components()).isEmpty();
        assertThat(result.sbom().gaps()).extracting(Gap::subject).containsExactly(SITE + "x.egg-info/PKG-INFO");
    }

    @Test
    void files_beyond_a_bound_or_of_another_kind_are_gaps() throws Exception {
        byte[] egg = new Zips().add("a.py", "").bytes();
        byte[] bomb = new Zips()
                .add("EGG-INFO/PKG-INFO", new byte[Metadata.MAX_BYTES + 1])
                .bytes();
        var result = image().file(SITE + "a-1.dist-info/METADATA", new byte[Metadata.MAX_BYTES + 1])
                .file(SITE + "b-1.dist-info/METADATA", metadata("b", "1"))
                .file(SITE + "b-1.dist-info/direct_url.json", "[".repeat(60_000))
                .file(SITE + "d-1.egg", egg)
                .file(SITE + "e-1.egg", bomb)
                .file(SITE + "f-1.egg", "no zip")
                .scan();
        assertThat(purls(result)).containsExactly("pkg:pypi/b@1");
        assertThat(result.sbom().gaps())
                .extracting(Gap::subject)
                .contains(
                        SITE + "a-1.dist-info/METADATA",
                        SITE + "b-1.dist-info/direct_url.json",
                        SITE + "d-1.egg",
                        SITE + "e-1.egg",
                        SITE + "f-1.egg");
    }

    @Test
    void link_to_a_file_of_another_kind_is_a_gap() throws Exception {
        var result = image().file(SITE + "b-1.dist-info/RECORD", "a.so,,\n")
                .hardlink(SITE + "c-1.dist-info/METADATA", SITE + "b-1.dist-info/RECORD")
                .hardlink(SITE + "c-1.dist-info/RECORD", SITE + "b-1.dist-info/RECORD")
                .scan();
        assertThat(result.sbom().components()).isEmpty();
        assertThat(result.sbom().gaps())
                .contains(new Gap(
                        Gap.Kind.UNREADABLE, SITE + "c-1.dist-info/METADATA", "a link to a file of another kind"));
    }
}
