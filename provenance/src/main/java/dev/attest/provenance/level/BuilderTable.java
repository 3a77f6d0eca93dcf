package dev.attest.provenance.level;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.match.BuildClaims;
import java.util.ArrayList;
import java.util.List;

/**
 * The roots of trust of a verifier: which signers may speak for which builders, and up to which SLSA Build level. It
 * belongs to whoever verifies, never to what is verified. Of several entries that fit, the one that gives the highest
 * level counts, and of equals the first.
 */
public record BuilderTable(List<BuilderEntry> entries) {
    /** What counts where nobody wrote a table. */
    public static final BuilderTable BUILT_IN = new BuilderTable(KnownBuilders.ENTRIES);

    private static final int MAX_ENTRIES = 1000;

    public BuilderTable {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("more than " + MAX_ENTRIES + " builders");
        }
    }

    /**
     * Reads {@code {"builtIn": false, "builders": [{"issuer", "signer", "builder", "buildTypes", "level", "runner",
     * "signedBy"}]}}; the built-in entries count beside one's own only where {@code builtIn} is true. Members of any other
     * name are refused.
     */
    public static BuilderTable read(JsonObject json) throws MalformedProvenanceException {
        try {
            json.allow("builtIn", "builders");
            var entries = new ArrayList<BuilderEntry>();
            for (JsonObject entry : json.objects("builders")) {
                entries.add(BuilderEntry.read(entry));
            }
            if (json.flag("builtIn")) {
                entries.addAll(KnownBuilders.ENTRIES);
            }
            if (entries.isEmpty()) {
                throw json.malformed("builders", "at least one builder, or builtIn: true");
            }
            if (entries.size() > MAX_ENTRIES) {
                throw json.malformed("builders", "at most " + MAX_ENTRIES + " builders");
            }
            return new BuilderTable(entries);
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    /** Whether signer, builder and build type are a combination that an entry knows, whatever level it then reaches. */
    public boolean knows(Provenance provenance, BuildClaims claims) {
        String builder = provenance.runDetails().builder().id();
        String buildType = provenance.buildDefinition().buildType();
        return entries.stream().anyMatch(entry -> entry.fits(claims, builder, buildType));
    }
}
