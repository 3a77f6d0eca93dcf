package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.Identities;
import dev.attest.signing.Rejected;
import dev.attest.signing.Verification;
import dev.attest.signing.Verified;
import dev.attest.signing.VerifiedTime;
import dev.attest.signing.refusal.Reason;
import java.util.Base64;
import java.util.Locale;

/** What became of a file's bundle, for people and, by docs/schemas/verify-blob-v1.schema.json, for programs. */
final class BlobRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/verify-blob-v1.schema.json";

    private final String artifact;
    private final String sha256;
    private final Trust trust;
    private final Identities accepted;

    BlobRendering(String artifact, String sha256, Trust trust, Identities accepted) {
        this.artifact = artifact;
        this.sha256 = sha256;
        this.trust = trust;
        this.accepted = accepted;
    }

    byte[] text(Verification outcome) {
        var text = new TextLines().line(artifact);
        text.field("digest", "sha256:" + sha256);
        text.field("trust", trust.description());
        text.field("identity", accepted.toString());
        if (outcome instanceof Verified verified) {
            text.field("signed by", SignerText.of(verified));
            verified.logIndex()
                    .ifPresent(index -> text.field("logged", "entry " + index + " of log " + logId(verified)));
            if (verified.hasStatement()) {
                text.field("says", verified.statement().predicateType());
            }
        } else if (outcome instanceof Rejected rejected) {
            text.field("rejected", rejected.reason() + ", " + rejected.detail());
        }
        return text.line(word(outcome)).bytes();
    }

    byte[] json(Verification outcome) {
        ObjectNode json = StrictJson.object();
        json.put("schema", SCHEMA);
        json.put("artifact", artifact);
        json.put("digest", "sha256:" + sha256);
        json.put("verdict", word(outcome));
        ObjectNode by = json.putObject("trust");
        trust.root().ifPresent(root -> by.put("trustedRoot", "sha256:" + root.sha256()));
        by.put("identities", accepted.toString());
        if (trust.revocations().version() > 0) {
            by.put("revocations", trust.revocations().version());
        }
        if (outcome instanceof Verified verified) {
            json.set("signer", SignerText.json(verified));
            ArrayNode times = json.putArray("times");
            for (VerifiedTime time : verified.times()) {
                times.addObject()
                        .put("time", time.time().toString())
                        .put(
                                "source",
                                time.source().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
            verified.logIndex()
                    .ifPresent(
                            index -> json.putObject("log").put("index", index).put("id", logId(verified)));
            if (verified.hasStatement()) {
                json.put("predicateType", verified.statement().predicateType());
                json.set("predicate", verified.statement().predicate().node());
            }
        } else if (outcome instanceof Rejected rejected) {
            json.put("reason", rejected.reason().name()).put("detail", rejected.detail());
        }
        return StrictJson.writeIndented(json);
    }

    private static String word(Verification outcome) {
        if (outcome instanceof Rejected rejected) {
            return rejected.reason() == Reason.FAULT ? "undecided" : "refused";
        }
        return "verified";
    }

    private static String logId(Verified verified) {
        return verified.logId().map(Base64.getEncoder()::encodeToString).orElse("");
    }
}
