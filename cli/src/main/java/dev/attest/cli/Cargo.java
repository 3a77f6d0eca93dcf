package dev.attest.cli;

import dev.attest.oci.Digest;
import dev.attest.oci.Reference;

/** A trusted root that travels with an image, by the digest that has to be pinned where it counts. */
record Cargo(Digest root, Reference destination, TrustOptions trust) {
    /** The command that verifies the image at its destination by this root. */
    String verify(Reference image) {
        String who = trust.local()
                ? "--identity " + trust.localIdentity() + "@local.attest.invalid --issuer https://local.attest.invalid"
                : "--identity IDENTITY --issuer ISSUER";
        return "attest verify " + image + " --trusted-root " + root + " " + who;
    }
}
