package dev.attest.provenance.level;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.Glob;
import dev.attest.provenance.match.BuildClaims;
import java.util.List;

/**
 * One pair of signer and builder that is trusted up to a level (SLSA v1, verifying artifacts: the roots of trust).
 *
 * @param issuer who vouches for the signer
 * @param signer the certificate's subject
 * @param builder {@code builder.id}
 * @param buildTypes build types that count from this builder; none named means any
 * @param level the SLSA Build level, 0 to 3, that is never exceeded
 * @param runner on which machines the level counts
 * @param signedBy who holds the signing identity
 */
public record BuilderEntry(
        Glob issuer, Glob signer, Glob builder, List<Glob> buildTypes, int level, Runner runner, SignedBy signedBy) {
    /** On which machines a level above 1 counts. */
    public enum Runner {
        /** Only on the platform's own, by the certificate. */
        HOSTED,
        /** Also on machines of the tenant, because whoever wrote the entry keeps them apart from builds. */
        ANY
    }

    /** Who holds the signing identity, and so could write any predicate. */
    public enum SignedBy {
        /** A job of the tenant: only what the certificate bears out is believed. */
        JOB,
        /** The build platform itself, out of reach of every build, such as the controller of Tekton Chains. */
        PLATFORM
    }

    public BuilderEntry {
        buildTypes = List.copyOf(buildTypes);
        if (level < 0 || level > 3) {
            throw new IllegalArgumentException("SLSA Build levels are 0 to 3");
        }
    }

    static BuilderEntry read(JsonObject json) throws MalformedJsonException {
        json.allow("issuer", "signer", "builder", "buildTypes", "level", "runner", "signedBy");
        long level = json.integer("level");
        if (level < 0 || level > 3) {
            throw json.malformed("level", "0, 1, 2 or 3");
        }
        return new BuilderEntry(
                Glob.read(json, "issuer"),
                Glob.read(json, "signer"),
                Glob.read(json, "builder"),
                Glob.readAll(json, "buildTypes"),
                (int) level,
                runner(json),
                signedBy(json));
    }

    /** Whether the entry speaks of this signer, builder and build type. */
    boolean fits(BuildClaims claims, String builderId, String buildType) {
        return issuer.matches(claims.issuer())
                && signer.matches(claims.subject())
                && builder.matches(builderId)
                && (buildTypes.isEmpty() || buildTypes.stream().anyMatch(glob -> glob.matches(buildType)));
    }

    private static Runner runner(JsonObject json) throws MalformedJsonException {
        return switch (json.optionalText("runner").orElse("hosted")) {
            case "hosted" -> Runner.HOSTED;
            case "any" -> Runner.ANY;
            default -> throw json.malformed("runner", "hosted or any");
        };
    }

    private static SignedBy signedBy(JsonObject json) throws MalformedJsonException {
        return switch (json.optionalText("signedBy").orElse("job")) {
            case "job" -> SignedBy.JOB;
            case "platform" -> SignedBy.PLATFORM;
            default -> throw json.malformed("signedBy", "job or platform");
        };
    }
}
