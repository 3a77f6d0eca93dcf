package dev.attest.oci.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.content.ReferrersIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An index.json that is being changed (OCI image-spec, image-layout.md). Equal changes of equal indexes give equal bytes;
 * what others wrote stays byte for byte, but for the entry whose tag is to stand for another manifest and the one that gets
 * a tag.
 */
public final class LayoutIndex {
    private static final String ANNOTATIONS = "annotations";

    private final ReferrersIndex received;
    private final List<Listed> entries = new ArrayList<>();
    private boolean changed;

    private LayoutIndex(ReferrersIndex received, boolean changed) {
        this.received = received;
        this.changed = changed;
        List<ReferrersIndex.Entry> texts = received.received();
        for (int i = 0; i < texts.size(); i++) {
            entries.add(new Listed(texts.get(i), tag(received.entries().get(i))));
        }
    }

    /** An entry and the tag in it. */
    private record Listed(ReferrersIndex.Entry entry, Optional<String> tag) {
        boolean is(Descriptor descriptor) {
            return entry.digest().equals(descriptor.digest());
        }
    }

    /** An index of nothing. */
    public static LayoutIndex empty() {
        return new LayoutIndex(ReferrersIndex.empty(), true);
    }

    static LayoutIndex of(ReferrersIndex received) {
        return new LayoutIndex(received, false);
    }

    /** Lists an image under a tag, which no other entry keeps, or without one. */
    public void point(Optional<String> tag, Descriptor descriptor) {
        int bare = -1;
        boolean done = false;
        for (int i = 0; i < entries.size(); i++) {
            Listed one = entries.get(i);
            if (one.is(descriptor)) {
                done |= tag.isEmpty() || one.tag().equals(tag);
                bare = one.tag().isEmpty() ? i : bare;
            } else if (tag.isPresent() && one.tag().equals(tag)) {
                set(i, retagged(one, Optional.empty()));
            }
        }
        if (done) {
            return;
        }
        Listed entry =
                bare < 0 ? new Listed(ReferrersIndex.Entry.of(plain(descriptor)), Optional.empty()) : entries.get(bare);
        set(bare < 0 ? entries.size() : bare, tag.isPresent() ? retagged(entry, tag) : entry);
    }

    /** Lists a referrer. The annotation that would make it a tag is left out. */
    public void list(Descriptor referrer) {
        if (entries.stream().noneMatch(one -> one.is(referrer))) {
            var annotations = new TreeMap<>(referrer.annotations());
            annotations.remove(LayoutReader.REF_NAME);
            var untagged = new Descriptor(
                    referrer.mediaType(),
                    referrer.digest(),
                    referrer.size(),
                    referrer.artifactType(),
                    annotations,
                    Optional.empty());
            set(entries.size(), new Listed(ReferrersIndex.Entry.of(untagged), Optional.empty()));
        }
    }

    boolean isChanged() {
        return changed;
    }

    /** The index.json. */
    public byte[] bytes() {
        return received.written(entries.stream().map(Listed::entry).toList());
    }

    private void set(int at, Listed entry) {
        if (at == entries.size()) {
            entries.add(entry);
        } else {
            entries.set(at, entry);
        }
        changed = true;
    }

    private static Listed retagged(Listed listed, Optional<String> tag) {
        ObjectNode entry = json(listed.entry());
        ObjectNode annotations =
                entry.get(ANNOTATIONS) instanceof ObjectNode there ? there : entry.putObject(ANNOTATIONS);
        annotations.remove(LayoutReader.REF_NAME);
        tag.ifPresent(name -> annotations.put(LayoutReader.REF_NAME, name));
        if (annotations.isEmpty()) {
            entry.remove(ANNOTATIONS);
        }
        String text = new String(StrictJson.write(entry), StandardCharsets.UTF_8);
        return new Listed(new ReferrersIndex.Entry(listed.entry().digest(), text), tag);
    }

    private static ObjectNode json(ReferrersIndex.Entry entry) {
        try {
            byte[] text = entry.text().getBytes(StandardCharsets.UTF_8);
            return (ObjectNode) StrictJson.parse(text, LayoutReader.MAX_INDEX_BYTES);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("an entry that was parsed and cannot be read again", e);
        }
    }

    private static Descriptor plain(Descriptor descriptor) {
        return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    private static Optional<String> tag(Descriptor entry) {
        return Optional.ofNullable(entry.annotations().get(LayoutReader.REF_NAME));
    }
}
