package dev.attest.oci.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.content.DescriptorJson;
import dev.attest.oci.content.ReferrersIndex;
import java.util.Optional;

/**
 * An index.json that is being changed (OCI image-spec, image-layout.md). Equal changes of equal indexes give equal bytes;
 * whatever others wrote stays, but that a tag stands for one manifest only.
 */
public final class LayoutIndex {
    private static final String ANNOTATIONS = "annotations";

    private final ObjectNode document;
    private final ArrayNode entries;
    private boolean changed;

    private LayoutIndex(ObjectNode document, ArrayNode entries, boolean changed) {
        this.document = document;
        this.entries = entries;
        this.changed = changed;
    }

    /** An index of nothing. */
    public static LayoutIndex empty() {
        ObjectNode document = StrictJson.object();
        document.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        return new LayoutIndex(document, document.putArray("manifests"), true);
    }

    static LayoutIndex of(byte[] json) throws MalformedImageException {
        ReferrersIndex.parse(json, "index.json", LayoutReader.MAX_INDEX_BYTES);
        try {
            var document = (ObjectNode) StrictJson.parse(json, LayoutReader.MAX_INDEX_BYTES);
            JsonNode listed = document.get("manifests");
            return new LayoutIndex(
                    document, listed instanceof ArrayNode array ? array : document.putArray("manifests"), false);
        } catch (MalformedJsonException e) {
            throw new MalformedImageException("index.json: " + e.getMessage());
        }
    }

    /** Lists an image under a tag, which no other entry keeps, or without one. */
    public void point(Optional<String> tag, Descriptor descriptor) {
        ObjectNode bare = null;
        boolean listed = false;
        boolean done = false;
        for (JsonNode node : entries) {
            if (node instanceof ObjectNode entry) {
                boolean same = is(entry, descriptor);
                Optional<String> known = tagOf(entry);
                done |= same && known.equals(tag);
                listed |= same;
                if (!same && tag.isPresent() && known.equals(tag)) {
                    untag(entry);
                }
                if (same && known.isEmpty()) {
                    bare = entry;
                }
            }
        }
        if (done || (tag.isEmpty() && listed)) {
            return;
        }
        ObjectNode entry = bare == null ? DescriptorJson.writePlain(descriptor) : bare;
        tag.ifPresent(name -> annotations(entry).put(LayoutReader.REF_NAME, name));
        if (bare == null) {
            entries.add(entry);
        }
        changed = true;
    }

    /** Lists a referrer. The annotation that would make it a tag is left out. */
    public void list(Descriptor referrer) {
        for (JsonNode node : entries) {
            if (is(node, referrer)) {
                return;
            }
        }
        ObjectNode entry = DescriptorJson.write(referrer);
        if (entry.get(ANNOTATIONS) instanceof ObjectNode annotations) {
            annotations.remove(LayoutReader.REF_NAME);
        }
        entries.add(entry);
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    /** The index.json. */
    public byte[] bytes() {
        return StrictJson.write(document);
    }

    private void untag(ObjectNode entry) {
        ObjectNode annotations = annotations(entry);
        annotations.remove(LayoutReader.REF_NAME);
        if (annotations.isEmpty()) {
            entry.remove(ANNOTATIONS);
        }
        changed = true;
    }

    private static boolean is(JsonNode entry, Descriptor descriptor) {
        return entry.path("digest").asText().equals(descriptor.digest().toString());
    }

    private static Optional<String> tagOf(ObjectNode entry) {
        JsonNode tag = entry.path(ANNOTATIONS).get(LayoutReader.REF_NAME);
        return tag == null ? Optional.empty() : Optional.of(tag.asText());
    }

    private static ObjectNode annotations(ObjectNode entry) {
        return entry.get(ANNOTATIONS) instanceof ObjectNode there ? there : entry.putObject(ANNOTATIONS);
    }
}
