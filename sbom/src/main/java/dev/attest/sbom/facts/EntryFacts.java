package dev.attest.sbom.facts;

import dev.attest.oci.MergedView.Located;

/** Facts that come from what lies where: sees every entry of the merged image once, sorted by path. */
interface EntryFacts {
    void see(Located located);

    /** Everything was seen. */
    default void finish() {}
}
