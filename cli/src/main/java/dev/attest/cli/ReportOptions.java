package dev.attest.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What other programs reported of the build and that is signed beside what the image shows. */
final class ReportOptions {
    @Option(
            names = "--test-report",
            paramLabel = "PATH",
            description =
                    "JUnit XML of the tests, a file or a folder of them. Repeatable. Failed tests are not signed.")
    private List<Path> tests = List.of();

    @Option(
            names = "--coverage",
            paramLabel = "FILE",
            description = "What the tests covered: JaCoCo, Cobertura, LCOV, Go, Clover. Repeatable.")
    private List<Path> coverage = List.of();

    @Option(
            names = "--scan",
            paramLabel = "FILE",
            description = "What a scanner found in this image: grype, trivy, osv-scanner, SARIF, CycloneDX."
                    + " Repeatable, for each platform one.")
    private List<Path> scans = List.of();

    @Option(
            names = "--scan-time",
            paramLabel = "TIME",
            description = "When the image was scanned (RFC 3339), where the report does not say.")
    @Nullable
    private String scanTime;

    @Option(
            names = "--scan-db-time",
            paramLabel = "TIME",
            description = "How old the scanner's data is (RFC 3339), where its report does not say.")
    @Nullable
    private String databaseTime;

    @Option(
            names = "--rebuilt-as",
            paramLabel = "IMAGE",
            description = "The same source built once more: it is compared, and that it came out the same is signed.")
    @Nullable
    private String rebuiltAs;

    @Option(
            names = "--commit",
            paramLabel = "HEX",
            description = "The commit that was tested, where neither the CI nor the source folder tells.")
    @Nullable
    private String commit;

    List<Path> tests() {
        return tests;
    }

    List<Path> coverage() {
        return coverage;
    }

    List<Path> scans() {
        return scans;
    }

    Optional<String> scanTime() {
        return Optional.ofNullable(scanTime);
    }

    Optional<String> databaseTime() {
        return Optional.ofNullable(databaseTime);
    }

    Optional<String> rebuiltAs() {
        return Optional.ofNullable(rebuiltAs);
    }

    Optional<String> commit() {
        return Optional.ofNullable(commit);
    }
}
