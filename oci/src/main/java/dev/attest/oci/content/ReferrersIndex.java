package dev.attest.oci.content;

import dev.attest.json.ArrayText;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An index that lists manifests and to which others write too: a layout's index.json, a registry's fallback tag. What
 * others wrote into it, and what attest does not know, is kept byte for byte: a changed index is the received text with
 * entries put behind the last one; an entry is rewritten only to change it.
 */
public final class ReferrersIndex {
    /** At most this many entries are read. */
    public static final int MAX_ENTRIES = 5_000;

    private static final byte[] EMPTY = ("{\"manifests\":[],\"mediaType\":\"" + MediaTypes.OCI_INDEX
                    + "\",\"schemaVersion\":2}")
            .getBytes(StandardCharsets.UTF_8);

    private final ArrayText text;
    private final List<Descriptor> entries;

    private ReferrersIndex(ArrayText text, List<Descriptor> entries) {
        this.text = text;
        this.entries = List.copyOf(entries);
    }

    /** One entry as it was received, or as it is to be written: a descriptor's JSON, and the digest it names. */
    public record Entry(Digest digest, String text) {
        /** The entry of a descriptor, with its artifact type and annotations. */
        public static Entry of(Descriptor descriptor) {
            byte[] json = StrictJson.write(DescriptorJson.write(descriptor));
            return new Entry(descriptor.digest(), new String(json, StandardCharsets.UTF_8));
        }
    }

    public static ReferrersIndex empty() {
        try {
            return parse(EMPTY, "index", EMPTY.length);
        } catch (MalformedImageException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Parses an index of at most {@code maxBytes}; {@code what} is how errors name it. */
    public static ReferrersIndex parse(byte[] text, String what, int maxBytes) throws MalformedImageException {
        try {
            ArrayText array = ArrayText.parse(text, "manifests", what, maxBytes);
            JsonObject object = array.object();
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
            return new ReferrersIndex(array, entries);
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
    public List<Entry> received() {
        var received = new ArrayList<Entry>();
        for (int i = 0; i < entries.size(); i++) {
            received.add(new Entry(entries.get(i).digest(), text.elements().get(i)));
        }
        return List.copyOf(received);
    }

    /** The document with those of {@code additions} appended whose digest it does not list. */
    public byte[] with(List<Entry> additions) {
        Set<Digest> present = digests();
        var appended = new ArrayList<String>();
        for (Entry addition : additions) {
            if (present.add(addition.digest())) {
                appended.add(addition.text());
            }
        }
        return text.with(appended);
    }

    /** The document with these entries: the received ones, some of them changed, and behind them those to append. */
    public byte[] written(List<Entry> all) {
        Map<Integer, String> changes = new TreeMap<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!all.get(i).text().equals(text.elements().get(i))) {
                changes.put(i, all.get(i).text());
            }
        }
        List<String> appended =
                all.stream().skip(entries.size()).map(Entry::text).toList();
        return text.with(changes, appended);
    }
}
