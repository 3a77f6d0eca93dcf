package dev.attest.oci.layout;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What index.json is to list, gathered in any order by any thread and written in one: tags, then referrers. */
public final class PendingIndex {
    private final Map<String, Descriptor> tags = new TreeMap<>();
    private final Map<Digest, Descriptor> referrers = new TreeMap<>();

    /** As {@link LayoutIndex#point}. */
    public synchronized void point(Optional<String> tag, Descriptor descriptor) {
        tags.put(tag.orElse(""), descriptor);
    }

    /** As {@link LayoutIndex#list}. */
    public synchronized void list(Iterable<Descriptor> listed) {
        listed.forEach(referrer -> referrers.put(referrer.digest(), referrer));
    }

    /** Enters everything into {@code index}. */
    public synchronized void into(LayoutIndex index) {
        tags.forEach((tag, descriptor) -> index.point(Optional.of(tag).filter(name -> !name.isEmpty()), descriptor));
        referrers.values().forEach(index::list);
    }
}
