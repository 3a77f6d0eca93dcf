package dev.attest.sbom.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.List;

/**
 * Reads an SBOM document by what it is, not by its name: CycloneDX JSON, SPDX 2.x as JSON or tag-value, SPDX 3.0.1 as
 * JSON-LD. Gives a finding for each component it claims to be there; {@link ClaimedComponents} makes components of them.
 * Larger documents than {@value #MAX_BYTES} bytes stay unread.
 */
public final class EmbeddedSbom {
    public static final int MAX_BYTES = 64 << 20;

    private final byte[] bytes;

    /** The document's bytes, not to be changed. */
    public EmbeddedSbom(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * What the document claims.
     *
     * @throws UnreadFileException when it is none of these formats, or too large
     */
    public List<Finding> findings() throws UnreadFileException {
        int start = 0;
        while (start < bytes.length && Character.isWhitespace(bytes[start])) {
            start++;
        }
        if (start < bytes.length && bytes[start] != '{') {
            return SpdxTagValue.read(bytes).findings();
        }
        JsonNode json;
        try {
            json = StrictJson.parse(bytes, MAX_BYTES);
        } catch (MalformedJsonException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
        if (json.path("bomFormat").asText().equals("CycloneDX")) {
            return CycloneDxJson.read(json).findings();
        }
        if (json.path("spdxVersion").asText().startsWith("SPDX-2.")) {
            return SpdxJson.read(json).findings();
        }
        if (json.path("@graph").isArray()) {
            return SpdxGraph.read(json.path("@graph")).findings();
        }
        throw new UnreadFileException(Gap.Kind.UNREADABLE, "no SBOM of a known format");
    }
}
