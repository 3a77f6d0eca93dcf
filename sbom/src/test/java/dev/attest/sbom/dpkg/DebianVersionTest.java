package dev.attest.sbom.dpkg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianVersionTest {
    private static int compare(String left, String right) {
        return Integer.signum(new DebianVersion(left).compareTo(new DebianVersion(right)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0",
        "1.0, 1.00, 0",
        "0:1, 1, 0",
        "1, 1-0, 0",
        "1~rc1, 1, -1",
        "1~~, 1~, -1",
        "1a, 1+, -1",
        "1.9, 1.10, -1",
        "9, 1:1, -1",
        "1-1, 1-1+b1, -1",
        "2.36-9+deb12u10, 2.36-9+deb12u9, 1",
        "1.2-3-4, 1.2-3-5, -1"
    })
    void versions_are_ordered_as_dpkg_does(String left, String right, int order) {
        assertThat(compare(left, right)).isEqualTo(order);
        assertThat(compare(right, left)).isEqualTo(-order);
    }

    @ParameterizedTest
    @CsvSource({"<<, false", "<=, true", "=, true", ">=, true", ">>, false", "<, true", ">, true", "?, true"})
    void operators_compare(String operator, boolean expected) {
        assertThat(new DebianVersion("1.0").satisfies(operator, new DebianVersion("1.00")))
                .isEqualTo(expected);
    }

    @Test
    void public_comparisons_hold() throws Exception {
        Path file = Path.of("../../shared/vectors/version-comparison/debian-versions-generated.txt");
        assumeTrue(Files.exists(file), "../shared/vectors/version-comparison is not beside the project");
        int checked = 0;
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.strip().split(" ");
            if (parts.length == 3 && !line.startsWith("#")) {
                int expected = parts[1].equals("<") ? -1 : parts[1].equals("=") ? 0 : 1;
                assertThat(compare(parts[0], parts[2])).as(line).isEqualTo(expected);
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(100);
    }
}
