package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attest.json.StrictJson;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.oci.layout.LayoutRepository;
import dev.attest.sbom.cyclonedx.CycloneDx;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImageOrigin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real images with known contents, in the folder that ATTEST_CORPUS names. */
class CorpusTest {
    /** What a real image may list beyond its truth: Spring's plug-in puts it there itself, so no build tool lists it. */
    private static final Set<String> ADDED_BY_PACKAGING =
            Set.of("maven\torg.springframework.boot:spring-boot-jarmode-tools\t3.3.5");

    @ParameterizedTest
    @CsvSource({
        "debian-base,debian-base",
        "debian-dev,debian-dev",
        "distroless-java,distroless-java",
        "node-app,node-app",
        "python-app,python-app",
        "rpm-app,rpm-app",
        "multiarch,multiarch.amd64",
        "multiarch,multiarch.arm64"
    })
    void corpus_image_holds_what_its_truth_says_and_nothing_else(String name, String truth) throws Exception {
        Path corpus = Path.of(System.getenv().getOrDefault("ATTEST_CORPUS", "absent"));
        assumeTrue(Files.exists(corpus.resolve(name)), "ATTEST_CORPUS names no folder with " + name);
        var executor = Executors.newFixedThreadPool(2);
        try (Repository repository = new LayoutRepository(corpus.resolve(name))) {
            PlatformImage platform = platform(repository, corpus.resolve(name), truth);
            long start = System.nanoTime();
            ScanResult result = new ImageScanner(executor, ScanLimits.DEFAULT).scan(repository, platform);
            long millis = (System.nanoTime() - start) / 1_000_000;
            var subject = new DocumentContext.Subject(
                    name, platform.manifest().digest(), platform.config().diffIds());
            var context = new DocumentContext(
                    subject, ImageOrigin.of(platform.config().labels()), Instant.EPOCH, "1.0");
            byte[] document = StrictJson.write(CycloneDx.document(result.sbom(), context));
            Path out = Files.createDirectories(Path.of("target", "corpus"));
            Files.write(out.resolve(truth + ".cdx.json"), document);
            Files.writeString(
                    out.resolve(truth + ".txt"),
                    SbomTable.write(result.sbom(), platform.config().diffIds(), 200));
            Files.writeString(
                    out.resolve(truth + ".facts.json"),
                    result.facts().json("1.0").toPrettyString());
            Files.writeString(out.resolve(truth + ".ms"), millis + "\n");
            assertThat(new JsonParser().validate(document, Version.VERSION_16)).isEmpty();
            check(result.sbom(), corpus, truth);
        } finally {
            executor.shutdown();
        }
    }

    private static PlatformImage platform(Repository repository, Path directory, String truth) throws Exception {
        var reference = new Reference.Layout(directory, Optional.empty(), Optional.empty());
        Image image = ImageReader.read(repository, repository.resolve(reference));
        return image.platforms().stream()
                .filter(one ->
                        !truth.contains(".") || truth.endsWith(one.platform().architecture()))
                .findFirst()
                .orElseThrow();
    }

    private static void check(Sbom sbom, Path corpus, String truth) throws Exception {
        Set<String> found = new TreeSet<>();
        for (Component component : sbom.components()) {
            Component.Identity identity = component.identity();
            String type = identity.purl().map(Purl::type).orElse("none");
            String name = identity.group().isEmpty() ? identity.name() : identity.group() + ":" + identity.name();
            if (type.equals("npm")) {
                String scope = identity.group().isEmpty() ? "" : identity.group() + "/";
                found.add("npm\t" + scope + identity.name() + "\t" + identity.version());
            } else if (type.equals("pypi")) {
                found.add("python\t" + name + "\t" + identity.version());
            } else if (identity.name().equals("node")) {
                found.add("binary\tnode\t" + identity.version());
            } else if (List.of("deb", "rpm", "maven").contains(type)) {
                found.add(type + "\t" + name + "\t" + identity.version());
            } else if (List.of("jre", "jdk").contains(identity.name())) {
                found.add("jre\topenjdk\t" + identity.version());
            }
        }
        Set<String> expected = new HashSet<>();
        for (String line : Files.readAllLines(corpus.resolve(truth + ".truth.tsv"))) {
            String[] fields = line.split("\t");
            if (List.of("deb", "rpm", "maven", "jre", "npm", "python", "binary").contains(fields[0])) {
                expected.add(fields[0] + "\t" + fields[1] + "\t" + fields[2]);
            }
        }
        found.removeAll(ADDED_BY_PACKAGING);
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        Path absent = corpus.resolve(truth + ".absent.tsv");
        if (Files.exists(absent)) {
            for (String line : Files.readAllLines(absent)) {
                assertThat(found).noneMatch(row -> row.startsWith(line.strip() + "\t"));
            }
        }
    }
}
