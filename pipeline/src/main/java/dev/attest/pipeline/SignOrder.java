package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Reference;
import dev.attest.provenance.Provenance;
import dev.attest.vex.VexDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link SignImage} is to make and sign. {@code only} empty means everything but a second SBOM in SPDX; {@code
 * given} is signed beside what is made; {@code timestamp} is the time that documents carry (SOURCE_DATE_EPOCH), else the
 * image's own creation time; {@code toolVersion} names attest in them.
 */
public record SignOrder(
        Reference image,
        Set<PredicateType> only,
        Provenance provenance,
        List<VexDocument> vex,
        List<Given> given,
        Optional<Instant> timestamp,
        String toolVersion) {
    public SignOrder {
        only = Set.copyOf(only);
        vex = List.copyOf(vex);
        given = List.copyOf(given);
    }

    boolean wants(PredicateType type) {
        return only.isEmpty() ? type != PredicateType.SPDX : only.contains(type);
    }
}
