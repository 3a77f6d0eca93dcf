package dev.attest.signing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The public cases of sigstore-conformance, where that folder is present. */
final class ConformanceCases {
    private static final String BEACON =
            "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon"
                    + "/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";

    private ConformanceCases() {}

    /** One case: a folder whose name ends in {@code _fail} when the bundle must be refused. */
    record Case(Path folder) {
        String name() {
            return String.valueOf(folder.getFileName());
        }

        boolean mustFail() {
            return name().endsWith("_fail");
        }

        byte[] bundle() throws IOException {
            return Files.readAllBytes(folder.resolve("bundle.sigstore.json"));
        }

        byte[] artifact() throws IOException {
            Path own = folder.resolve("artifact");
            return Files.readAllBytes(Files.exists(own) ? own : folder.resolveSibling("a.txt"));
        }

        byte[] trustedRoot() throws IOException {
            Path own = folder.resolve("trusted_root.json");
            return Files.readAllBytes(Files.exists(own) ? own : folder.resolve("../../public_good_trusted_root.json"));
        }

        Optional<byte[]> key() throws IOException {
            Path key = folder.resolve("key.pub");
            return Files.exists(key) ? Optional.of(Files.readAllBytes(key)) : Optional.empty();
        }

        String identity() throws IOException {
            return text("identity", BEACON);
        }

        String issuer() throws IOException {
            return text("issuer", "https://token.actions.githubusercontent.com");
        }

        private String text(String file, String otherwise) throws IOException {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readString(path).strip() : otherwise;
        }
    }

    static boolean present() {
        return Files.isDirectory(vectors().resolve("sigstore-conformance/bundle-verify"));
    }

    static List<Case> all() throws IOException {
        Path folder = vectors().resolve("sigstore-conformance/bundle-verify");
        assumeTrue(Files.isDirectory(folder), "sigstore-conformance is not here; ATTEST_VECTORS names its parent");
        try (var cases = Files.list(folder)) {
            return cases.filter(Files::isDirectory).sorted().map(Case::new).toList();
        }
    }

    /** From the environment, else beside the project's root, wherever the build runs. */
    static Path vectors() {
        String named = System.getProperty("attest.vectors", System.getenv("ATTEST_VECTORS"));
        if (named != null) {
            return Path.of(named);
        }
        return Path.of("").toAbsolutePath().resolve("../../shared/vectors").normalize();
    }
}
