package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.vex.openvex.OpenVex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same over HTTP, with a registry that has the referrers API and with one that has not. */
class RegistryTest extends WorkshopTest {
    private static FakeRegistry start(boolean api) throws IOException {
        return api ? FakeRegistry.start(FakeRegistry.Habit.REFERRERS_API) : FakeRegistry.start();
    }

    private static Reference image(FakeRegistry registry, String suffix) {
        return References.parse(registry.host() + "/team/app" + suffix, Optional.empty());
    }

    private static List<String> writes(FakeRegistry registry) {
        return registry.requests().stream()
                .filter(request -> request.startsWith("P"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_image_is_signed_verified_and_signed_again_without_another_write(boolean api) throws Exception {
        Images.Index index = Images.index(layout.folder());
        try (FakeRegistry registry = start(api)) {
            registry.load(layout.folder(), "1.0", index.digest());
            SignReport report = workshop.sign(image(registry, ":1.0"), Workshop.DEVELOPER);
            assertThat(report.attached()).hasSize(7).allMatch(SignReport.Attached::isNew);
            assertThat(Workshop.reasons(workshop.verify(image(registry, ":1.0"))))
                    .isEmpty();
            for (String digest : List.of(index.digest(), index.amd(), index.arm())) {
                assertThat(Workshop.isAccepted(workshop.verify(image(registry, "@" + digest))))
                        .isTrue();
            }
            int writes = writes(registry).size();
            assertThat(workshop.sign(image(registry, "@" + index.digest()), Workshop.DEVELOPER)
                            .attached())
                    .noneMatch(SignReport.Attached::isNew);
            // The empty configuration, pushed to see that it may be, and nothing else.
            assertThat(writes(registry)).hasSize(writes + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_listing_that_is_refused_or_broken_decides_nothing(boolean api) throws Exception {
        String digest = Images.single(layout.folder());
        try (FakeRegistry registry = start(api)) {
            registry.load(layout.folder(), "1.0", digest);
            workshop.sign(image(registry, ":1.0"), Workshop.DEVELOPER);
            for (int status : List.of(401, 403)) {
                registry.hook(exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    if (path.contains("/referrers/") || path.contains("/manifests/sha256-")) {
                        FakeRegistry.answer(exchange, status, "", new byte[0]);
                        return true;
                    }
                    return false;
                });
                assertThatThrownBy(() -> workshop.verify(image(registry, ":1.0")))
                        .isInstanceOf(IOException.class);
            }
            registry.hook(exchange -> {
                if (exchange.getRequestURI().getPath().contains("/manifests/sha256-")) {
                    FakeRegistry.answer(
                            exchange,
                            200,
                            "application/vnd.oci.image.index.v1+json",
                            "{\"schemaVersion\":2}x".getBytes(StandardCharsets.UTF_8));
                    return true;
                }
                return false;
            });
            assertThatThrownBy(() -> workshop.verify(image(registry, ":1.0")))
                    .isInstanceOf(MalformedImageException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true})
    void a_template_may_name_the_image_with_its_registry(boolean api) throws Exception {
        String digest = Images.single(layout.folder());
        try (FakeRegistry registry = start(api)) {
            registry.load(layout.folder(), "1.0", digest);
            String text =
                    """
                    {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/vex","author":"Security",
                     "timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[{
                       "vulnerability":{"name":"CVE-2026-0001"},
                       "products":[{"@id":"pkg:oci/app?repository_url=%s/team/app"}],
                       "status":"not_affected","justification":"vulnerable_code_not_in_execute_path"}]}
                    """
                            .formatted(registry.host());
            SignReport report = workshop.sign(
                    Workshop.order(
                            image(registry, ":1.0"),
                            Set.of(PredicateType.OPENVEX),
                            OpenVex.parse(text.getBytes(StandardCharsets.UTF_8))),
                    Workshop.DEVELOPER);
            assertThat(report.unmatchedVex()).isEmpty();
            assertThat(report.attached()).hasSize(2);
        }
    }
}
