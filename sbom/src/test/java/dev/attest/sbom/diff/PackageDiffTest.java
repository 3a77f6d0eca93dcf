package dev.attest.sbom.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageDiffTest {
    private static SortedSet<ListedPackage> read(String json) throws Exception {
        return PackageLists.read(
                StrictJson.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "sbom"));
    }

    private static Set<ListedPackage> packages(String... texts) {
        var packages = new TreeSet<ListedPackage>();
        for (String text : texts) {
            String[] parts = text.split(" ");
            packages.add(new ListedPackage(parts[0], parts[1], parts.length > 2 ? parts[2] : ""));
        }
        return packages;
    }

    @Test
    void packages_are_added_removed_moved_and_relicensed() {
        PackageDiff diff = PackageDiff.of(
                packages("npm/a 1", "npm/b 1", "npm/c 2 MIT", "npm/d 1 MIT", "npm/e 1", "npm/e 2"),
                packages("npm/b 2", "npm/c 1 ISC", "npm/d 1 ISC", "npm/e 2", "npm/e 3", "npm/f 1"));
        assertThat(diff.added()).extracting(ListedPackage::name).containsExactly("f");
        assertThat(diff.removed()).extracting(ListedPackage::name).containsExactly("a");
        assertThat(diff.upgraded()).extracting(one -> one.after().name()).containsExactly("b", "e");
        assertThat(diff.downgraded()).extracting(one -> one.after().name()).containsExactly("c");
        assertThat(diff.relicensed()).extracting(one -> one.after().name()).containsExactly("c", "d");
        assertThat(diff.same()).isEqualTo(1);
        assertThat(diff.isEmpty()).isFalse();
        assertThat(PackageDiff.of(packages("npm/a 1"), packages("npm/a 1")).isEmpty())
                .isTrue();
    }

    @Test
    void several_versions_side_by_side_are_not_paired() {
        PackageDiff diff = PackageDiff.of(packages("npm/a 1", "npm/a 2"), packages("npm/a 3", "npm/a 4"));
        assertThat(diff.removed()).hasSize(2);
        assertThat(diff.added()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "1.9, 1.10",
        "1.0~rc1, 1.0",
        "1.0.0-rc.1, 1.0.0",
        "1.0-1, 1.0-2",
        "9, 1:1",
        "1.0, 1.0+deb12u1",
        "007, 8",
        "1.0a, 1.0b",
        "'', 1",
    })
    void later_versions_are_later(String earlier, String later) {
        assertThat(VersionOrder.compare(earlier, later)).isNegative();
        assertThat(VersionOrder.compare(later, earlier)).isPositive();
        assertThat(VersionOrder.compare(later, later)).isZero();
    }

    @Test
    void sboms_of_both_formats_give_the_same_packages() throws Exception {
        SortedSet<ListedPackage> cycloneDx = read("{'bomFormat':'CycloneDX','components':[{'type':'library','name':'a',"
                + "'version':'1','purl':'pkg:npm/%40s/a@1?x=y','licenses':[{'expression':'MIT'}],"
                + "'components':[{'type':'file','group':'g','name':'b','version':'2','licenses':[{'license':{'id':'ISC'}},"
                + "{'license':{'name':'Own'}}]}]},{'type':'library'},7]}");
        assertThat(cycloneDx)
                .containsExactly(
                        new ListedPackage("file/g/b", "2", "ISC, Own"), new ListedPackage("npm/@s/a", "1", "MIT"));
        SortedSet<ListedPackage> spdx = read("{'spdxVersion':'SPDX-2.3','packages':[{'name':'a','versionInfo':'1',"
                + "'licenseDeclared':'MIT','externalRefs':[{'referenceType':'purl','referenceLocator':'pkg:npm/%40s/a@1'}]},"
                + "{'name':'b','versionInfo':'2','licenseDeclared':'NOASSERTION'},"
                + "{'name':'i','externalRefs':[{'referenceType':'purl','referenceLocator':'pkg:oci/i@sha256:1'}]}]}");
        assertThat(spdx)
                .containsExactly(new ListedPackage("npm/@s/a", "1", "MIT"), new ListedPackage("package/b", "2", ""));
        assertThatThrownBy(() -> read("{'spdxVersion':'SPDX-3.0'}")).isInstanceOf(MalformedJsonException.class);
    }
}
