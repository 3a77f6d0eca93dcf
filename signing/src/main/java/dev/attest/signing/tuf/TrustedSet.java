package dev.attest.signing.tuf;

import dev.attest.signing.tuf.metadata.Root;
import dev.attest.signing.tuf.metadata.Snapshot;
import dev.attest.signing.tuf.metadata.Targets;
import dev.attest.signing.tuf.metadata.Timestamp;
import java.time.Instant;

/** One consistent state of a repository: root, timestamp, snapshot and top-level targets, each verified by the former. */
record TrustedSet(Root root, Timestamp timestamp, Snapshot snapshot, Targets targets, Instant checked) {
    TufState state() {
        return new TufState(
                TufState.Role.of(root.metadata()),
                TufState.Role.of(timestamp.metadata()),
                TufState.Role.of(snapshot.metadata()),
                TufState.Role.of(targets.metadata()),
                checked);
    }
}
