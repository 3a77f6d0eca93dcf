package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.PlatformImage;
import dev.attest.pipeline.VerifyReport;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Profile;
import dev.attest.signing.Identities;
import dev.attest.signing.Verified;
import java.util.List;
import java.util.Optional;

/** The answers of {@code verify} for people and, by docs/schemas/verify-v1.schema.json, for programs. */
final class VerifyRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/verify-v1.schema.json";

    private final Profile profile;
    private final Optional<Identities> accepted;
    private final Optional<Trust> trust;

    VerifyRendering(Profile profile, Optional<Identities> accepted, Optional<Trust> trust) {
        this.profile = profile;
        this.accepted = accepted;
        this.trust = trust;
    }

    byte[] text(List<VerifyAnswer> answers) {
        var text = new TextLines();
        for (VerifyAnswer answer : answers) {
            // Why one could not be judged was said on standard error, where messages belong.
            if (answer instanceof VerifyAnswer.Failed failed) {
                text.line(failed.image().toString());
            } else if (answer instanceof VerifyAnswer.Judged judged) {
                new JudgedText(text, judged.report()).append(this::head);
            }
            text.line(answer.word());
        }
        return text.bytes();
    }

    private void head(TextLines text) {
        text.field("policy", profile.id());
        trust.ifPresent(known -> text.field("trust", known.description()));
        accepted.ifPresent(who -> text.field("identity", who.toString()));
    }

    byte[] json(List<VerifyAnswer> answers) {
        ObjectNode json = StrictJson.object();
        json.put("schema", SCHEMA);
        json.put("verdict", VerifyAnswer.word(answers));
        ArrayNode images = json.putArray("images");
        for (VerifyAnswer answer : answers) {
            if (answer instanceof VerifyAnswer.Judged judged) {
                images.add(json(judged));
            } else if (answer instanceof VerifyAnswer.Failed failed) {
                images.addObject()
                        .put("image", failed.image().toString())
                        .put("verdict", failed.word())
                        .put("error", failed.message());
            }
        }
        return StrictJson.writeIndented(json);
    }

    private ObjectNode json(VerifyAnswer.Judged judged) {
        VerifyReport report = judged.report();
        ObjectNode json = StrictJson.object();
        json.put("image", report.subject().reference().toString());
        json.put("digest", report.subject().digest().toString());
        json.put("verdict", judged.word());
        json.put("policy", profile.id());
        json.put("policyDigest", profile.source().digest().toString());
        trust.ifPresent(known -> {
            ObjectNode node = json.putObject("trust");
            known.root().ifPresent(root -> node.put("trustedRoot", "sha256:" + root.sha256()));
            accepted.ifPresent(who -> node.put("identities", who.toString()));
            if (known.revocations().version() > 0) {
                node.put("revocations", known.revocations().version());
            }
        });
        ArrayNode platforms = json.putArray("platforms");
        for (PlatformImage image : report.subject().judged()) {
            platforms
                    .addObject()
                    .put("platform", image.platform().toString())
                    .put("digest", image.manifest().digest().toString());
        }
        ArrayNode rules = json.putArray("rules");
        report.verdict().findings().forEach(finding -> rules.add(json(finding)));
        ArrayNode evidence = json.putArray("evidence");
        report.subject().evidence().forEach(one -> evidence.add(json(one)));
        return json;
    }

    private static ObjectNode json(Finding finding) {
        ObjectNode json = StrictJson.object();
        json.put("rule", finding.rule());
        json.put("outcome", finding.holds() ? "pass" : "fail");
        json.put("message", finding.message());
        finding.platform().ifPresent(platform -> json.put("platform", platform));
        finding.remedy().ifPresent(remedy -> json.put("remedy", remedy));
        return json;
    }

    static ObjectNode json(Evidence evidence) {
        ObjectNode json = StrictJson.object();
        json.put("referrer", evidence.referrer().toString());
        if (evidence instanceof Evidence.Rejected rejected) {
            return json.put("outcome", "rejected")
                    .put("reason", rejected.reason())
                    .put("detail", rejected.detail());
        }
        Evidence.Accepted accepted = (Evidence.Accepted) evidence;
        Verified verified = accepted.verified();
        json.put("outcome", "accepted");
        json.put("bundle", accepted.bundle().toString());
        json.put("predicateType", accepted.predicateType());
        verified.verifiedTime().ifPresent(time -> json.put("verifiedAt", time.toString()));
        json.set("signer", SignerText.json(verified));
        return json;
    }
}
