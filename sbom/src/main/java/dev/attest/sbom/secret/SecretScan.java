package dev.attest.sbom.secret;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.Onlooker;
import java.util.List;
import java.util.TreeMap;

/**
 * Looks for secrets in files of any size while they pass. Large pieces are searched where they lie; of each piece's end,
 * as much is kept as a secret may need of context, so that none is missed between two pieces.
 */
final class SecretScan implements Onlooker {
    /** How far before and behind its mark a secret is looked at. */
    static final int MARGIN = 2_048;

    private static final int LARGE = 8 * MARGIN;

    private final byte[] pending = new byte[LARGE];
    private final FoundSecrets found = new FoundSecrets();
    private int filled;
    /** What lies before in {@link #pending} has been searched. */
    private int searched;

    @Override
    public void begin(LayerEntry entry) {
        filled = 0;
        searched = 0;
        found.clear();
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        if (length < LARGE) {
            append(bytes, offset, length);
            return;
        }
        int own = offset;
        if (filled > 0) {
            shorten();
            System.arraycopy(bytes, offset, pending, filled, 2 * MARGIN);
            search(pending, 0, filled + 2 * MARGIN, searched, filled + MARGIN);
            own = offset + MARGIN;
        }
        int end = offset + length;
        search(bytes, offset, end, own, end - MARGIN);
        System.arraycopy(bytes, end - 2 * MARGIN, pending, 0, 2 * MARGIN);
        filled = 2 * MARGIN;
        searched = MARGIN;
    }

    @Override
    public List<Finding> end() {
        if (filled > 0) {
            search(pending, 0, filled, searched, filled);
        }
        if (found.counts().isEmpty()) {
            return List.of();
        }
        var fields = new TreeMap<String, String>();
        found.counts().forEach((kind, count) -> fields.put(kind.id(), Integer.toString(count)));
        return List.of(new Finding(fields));
    }

    private void append(byte[] bytes, int offset, int length) {
        int taken = 0;
        while (taken < length) {
            int count = Math.min(length - taken, pending.length - filled);
            System.arraycopy(bytes, offset + taken, pending, filled, count);
            filled += count;
            taken += count;
            if (filled == pending.length) {
                shorten();
            }
        }
    }

    /** Searches all but the last part of what is pending, and keeps of it what is context for that. */
    private void shorten() {
        if (filled > 2 * MARGIN) {
            search(pending, 0, filled, searched, filled - MARGIN);
            System.arraycopy(pending, filled - 2 * MARGIN, pending, 0, 2 * MARGIN);
            filled = 2 * MARGIN;
            searched = MARGIN;
        }
    }

    private void search(byte[] bytes, int from, int to, int ownFrom, int ownTo) {
        new SecretSearch(new Stretch(bytes, from, to), ownFrom, ownTo, found).run();
    }
}
