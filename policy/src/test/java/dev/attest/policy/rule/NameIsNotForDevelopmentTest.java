package dev.attest.policy.rule;

import dev.attest.oci.References;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameIsNotForDevelopmentTest extends RuleTest {
    private static final Rule RULE = new NameIsNotForDevelopment();
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.com/team/app:1.0",
                "registry.example.com/team/app:latest",
                "registry.example.com/team/devtools:1.0",
                "registry.example.com/team/app-dev:1.0",
                "registry.example.com/team/app:devel",
                "registry.example.com/team/app:1.0-dev2",
                "registry.example.com/team/app@DIGEST",
                "dev.example.com/app:1.0",
                "oci:/images/dev",
                "oci:/images/app:1.0",
                "oci:/images/app@DIGEST",
                "oci-archive:/images/dev/app.tar",
                "docker-archive:app-dev.tar",
            })
    void a_name_for_production_holds(String reference) {
        holds(RULE, Judged.named(References.parse(reference.replace("DIGEST", DIGEST), Optional.empty()), AMD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.com/team/app:dev",
                "registry.example.com/team/app:DEV",
                "registry.example.com/team/app:latest-dev",
                "registry.example.com/team/app:1.0-Dev",
                "registry.example.com/team/app:dev@DIGEST",
                "registry.example.com/team/app/dev:1.0",
                "registry.example.com/dev/app:1.0",
                "registry.example.com/team/dev/app@DIGEST",
                "dev/app:1.0",
                "oci:/images/app:dev",
                "oci:/images/app:1.0-dev",
            })
    void a_name_for_development_fails(String reference) {
        fails(
                RULE,
                Judged.named(References.parse(reference.replace("DIGEST", DIGEST), Optional.empty()), AMD),
                "marks a development image");
    }
}
