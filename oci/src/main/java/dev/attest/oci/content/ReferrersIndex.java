package dev.attest.oci.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An index that lists manifests and to which others write too: a layout's index.json, a registry's fallback tag. Every
 * value in it that attest does not know is kept as it is.
 */
public final class ReferrersIndex {
    /** At most this many entries are read. */
    public static final int MAX_ENTRIES = 5_000;

    private final ObjectNode document;
    private final ArrayNode manifests;
    private final List<Descriptor> entries;

    private ReferrersIndex(ObjectNode document, ArrayNode manifests, List<Descriptor> entries) {
        this.document = document;
        this.manifests = manifests;
        this.entries = List.copyOf(entries);
    }

    public static ReferrersIndex empty() {
        ObjectNode document = StrictJson.object();
        document.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        return new ReferrersIndex(document, document.putArray("manifests"), List.of());
    }

    /** Parses an index of at most {@code maxBytes}; {@code what} is how errors name it. */
    public static ReferrersIndex parse(byte[] text, String what, int maxBytes) throws MalformedImageException {
        try {
            JsonObject object = StrictJson.parseObject(text, what, maxBytes);
            SpelledNames.check(object, "schemaVersion", "mediaType", "manifests");
            String mediaType = object.optionalText("mediaType").orElse(MediaTypes.OCI_INDEX);
            if (!mediaType.equals(MediaTypes.OCI_INDEX) || object.integer("schemaVersion") != 2) {
                throw new MalformedImageException(what + ": expected an OCI image index");
            }
            List<JsonObject> listed = object.objects("manifests");
            if (listed.size() > MAX_ENTRIES) {
                throw new MalformedImageException(
                        what + ": " + listed.size() + " entries, at most " + MAX_ENTRIES + " are read");
            }
            var entries = new ArrayList<Descriptor>();
            for (JsonObject entry : listed) {
                entries.add(DescriptorJson.read(entry));
            }
            var document = (ObjectNode) object.node();
            JsonNode array = document.get("manifests");
            return new ReferrersIndex(
                    document,
                    array instanceof ArrayNode manifests ? manifests : document.putArray("manifests"),
                    entries);
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(String.valueOf(e.getMessage()));
        }
    }

    public List<Descriptor> entries() {
        return entries;
    }

    /** The digests of all entries. */
    public Set<Digest> digests() {
        var digests = new TreeSet<Digest>();
        entries.forEach(entry -> digests.add(entry.digest()));
        return digests;
    }

    /** The entries as received, with whatever others wrote into them. */
    public List<ObjectNode> rawEntries() {
        var raw = new ArrayList<ObjectNode>();
        manifests.forEach(entry -> raw.add(((ObjectNode) entry).deepCopy()));
        return raw;
    }

    /** The document with those of {@code additions} appended whose digest it does not list. */
    public byte[] with(List<ObjectNode> additions) {
        ObjectNode copy = document.deepCopy();
        ArrayNode list = copy.withArray("manifests");
        var present = new TreeSet<String>();
        digests().forEach(digest -> present.add(digest.toString()));
        for (ObjectNode addition : additions) {
            if (present.add(addition.path("digest").asText())) {
                list.add(addition);
            }
        }
        return StrictJson.write(copy);
    }
}
