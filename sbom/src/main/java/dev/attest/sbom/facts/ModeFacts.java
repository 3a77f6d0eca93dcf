package dev.attest.sbom.facts;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView.Located;
import java.util.Map;

/** Facts that the type, the permission bits and the attributes of single files show. */
final class ModeFacts implements EntryFacts {
    private static final int SETUID = 04000;
    private static final int SETGID = 02000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 020;
    private static final int OTHERS_WRITE = 02;

    private final Scene scene;

    ModeFacts(Scene scene) {
        this.scene = scene;
    }

    @Override
    public void see(Located located) {
        LayerEntry entry = located.file().entry();
        switch (entry.type()) {
            case DIRECTORY -> directory(located, entry.mode());
            case CHARACTER_DEVICE -> scene.add(FactKind.DEVICE, located, Map.of("type", "character"));
            case BLOCK_DEVICE -> scene.add(FactKind.DEVICE, located, Map.of("type", "block"));
            case FIFO -> scene.add(FactKind.FIFO, located);
            case FILE -> file(located, entry);
            case SYMLINK, HARDLINK -> {
                // Their bits are not used.
            }
        }
        group(located, entry);
    }

    private void directory(Located located, int mode) {
        if ((mode & OTHERS_WRITE) != 0) {
            scene.add((mode & STICKY) == 0 ? FactKind.WORLD_WRITABLE_DIRECTORY : FactKind.STICKY_DIRECTORY, located);
        }
    }

    private void file(Located located, LayerEntry entry) {
        boolean executable = Scene.isExecutable(located);
        if (executable && (entry.mode() & SETUID) != 0) {
            scene.add(FactKind.SETUID_FILE, located);
        }
        if (executable && (entry.mode() & SETGID) != 0) {
            scene.add(FactKind.SETGID_FILE, located);
        }
        if ((entry.mode() & OTHERS_WRITE) != 0) {
            scene.add(FactKind.WORLD_WRITABLE_FILE, located);
        }
        if (!entry.capability().isEmpty()) {
            scene.add(FactKind.CAPABILITY_FILE, located, FileCapability.of(entry.capability()));
        }
    }

    private void group(Located located, LayerEntry entry) {
        boolean plain = entry.type() == LayerEntry.Type.FILE || entry.type() == LayerEntry.Type.DIRECTORY;
        boolean writable = (entry.mode() & (GROUP_WRITES | OTHERS_WRITE)) == GROUP_WRITES;
        if (plain && writable && entry.owner().gid() != 0) {
            scene.add(
                    FactKind.GROUP_WRITABLE_PATH,
                    located,
                    Map.of("gid", Long.toString(entry.owner().gid())));
        }
    }
}
