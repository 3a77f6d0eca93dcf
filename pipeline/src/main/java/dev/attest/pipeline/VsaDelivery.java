package dev.attest.pipeline;

import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.signing.Verified;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/** Attaches what a verifier signed to the manifests it is about. */
public final class VsaDelivery {
    private VsaDelivery() {}

    /** Attaches the bundles as referrers, as every other evidence is; {@code image} is what was judged. */
    public static void attach(Repository evidence, Image image, List<Verified> bundles, Executor executor)
            throws IOException, MalformedImageException {
        new Delivery(evidence, new OwnEvidence(Drafts.manifests(image)), executor).deliver(bundles);
    }
}
