package dev.attest.sbom.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Gap;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runtimes would run as root or as a shell, written so that another reader would not see it. */
class HiddenAccountsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "app:x",
                "app:x:",
                "app:x: 1000:1000::/:",
                "\u00a0app:x:0:0::/:",
                "\u0085app:x:0:0::/:",
                "\u202fapp:x:0:0::/:",
                "  app:x:0:0::/:\r"
            })
    void account_that_a_runtime_takes_as_root_counts(String line) throws Exception {
        ScanResult scan = new TestImage()
                .user("app")
                .layer()
                .file("etc/passwd", line + "\napp:x:1000:1000::/:\n")
                .scan();
        assertThat(scan.facts().isAbsent(FactKind.ROOT_USER)).isFalse();
    }

    @Test
    void honest_account_is_not_root() throws Exception {
        ScanResult scan = new TestImage()
                .user("app")
                .layer()
                .file("etc/passwd", "root:x:0:0::/:\n# more\n\napp:x:1000:1000::/:\n")
                .scan();
        assertThat(scan.facts().isAbsent(FactKind.ROOT_USER)).isTrue();
    }

    @Test
    void file_is_executable_when_one_of_its_hard_links_is() throws Exception {
        // Begins as a program and ends within its header: it counts only where it may be executed.
        byte[] damaged = Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 60);
        ScanResult scan = new TestImage()
                .layer()
                .file("bin/sh", damaged, 0644)
                .file("srv/sample", damaged, 0644)
                .hardlink("usr/share/data", "bin/sh")
                .scan();
        assertThat(scan.facts().present(FactKind.SHELL)).extracting(Fact::path).containsExactly("bin/sh");
        assertThat(scan.sbom().gaps())
                .filteredOn(gap -> gap.subject().startsWith("executables"))
                .extracting(Gap::detail)
                .containsExactly("2 seen, not read: bin/sh, usr/share/data");
    }
}
