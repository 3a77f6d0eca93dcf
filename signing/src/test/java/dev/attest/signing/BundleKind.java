package dev.attest.signing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A kind of bundle that is verified: what is signed, by whom, in which version, logged as what, with which evidence. */
record BundleKind(
        String entry, boolean message, Signer signer, String version, Evidence evidence, boolean timestamped) {
    /** What the bundle holds of its signer. */
    enum Signer {
        CERTIFICATE,
        CHAIN,
        KEY
    }

    /** What the bundle holds of its log entry. */
    enum Evidence {
        PROMISE,
        PROOF,
        BOTH,
        /** A proof that no checkpoint vouches for, as early bundles have it, beside the promise. */
        BARE_PROOF,
        /** No entry, as of logs that the trusted root does not list. */
        NONE
    }

    private static final List<String> VERSIONS = List.of(
            "application/vnd.dev.sigstore.bundle+json;version=0.1",
            "application/vnd.dev.sigstore.bundle+json;version=0.2",
            Bundle.MEDIA_TYPE);

    /** Every kind that a verifier has to accept. */
    static List<BundleKind> all() {
        var all = new ArrayList<BundleKind>();
        for (Signer signer : Signer.values()) {
            for (String version : VERSIONS) {
                for (Evidence evidence : Evidence.values()) {
                    for (boolean timestamped : new boolean[] {false, true}) {
                        all.add(new BundleKind("dsse 0.0.1", false, signer, version, evidence, timestamped));
                        all.add(new BundleKind("intoto 0.0.2", false, signer, version, evidence, timestamped));
                        all.add(new BundleKind("hashedrekord 0.0.1", true, signer, version, evidence, timestamped));
                        all.add(new BundleKind("dsse 0.0.2", false, signer, version, evidence, timestamped));
                        all.add(new BundleKind("hashedrekord 0.0.2", false, signer, version, evidence, timestamped));
                        all.add(new BundleKind("hashedrekord 0.0.2", true, signer, version, evidence, timestamped));
                    }
                }
            }
        }
        all.removeIf(kind -> !kind.exists());
        return all;
    }

    private boolean exists() {
        boolean first = version.equals(VERSIONS.get(0));
        return switch (evidence) {
            case NONE -> timestamped && version.equals(Bundle.MEDIA_TYPE) && entry.endsWith("0.0.1") && !isIntoto();
            case PROMISE, BARE_PROOF -> first && !tiled();
            case BOTH -> !tiled();
            case PROOF -> !first && timestamped;
        };
    }

    private boolean isIntoto() {
        return entry.startsWith("intoto");
    }

    /** Whether the entry is of Rekor v2. */
    boolean tiled() {
        return entry.equals("dsse 0.0.2") || entry.equals("hashedrekord 0.0.2");
    }

    boolean promised() {
        return evidence == Evidence.PROMISE || evidence == Evidence.BOTH || evidence == Evidence.BARE_PROOF;
    }

    Mint mint(TestSigstore sigstore) {
        var mint = new Mint(sigstore);
        if (tiled()) {
            mint.tiled(entry);
        }
        mint.entry = entry;
        mint.message = message;
        mint.bareKey = signer == Signer.KEY;
        mint.chain = signer == Signer.CHAIN;
        mint.mediaType = version;
        mint.promise = promised();
        mint.proof = evidence != Evidence.PROMISE;
        mint.checkpoint = evidence != Evidence.BARE_PROOF;
        mint.logged = evidence != Evidence.NONE;
        mint.timestamped = timestamped;
        mint.timestamp.embedded = signer != Signer.CHAIN;
        mint.keyid = signer == Signer.CHAIN ? "k" : "";
        return mint;
    }

    /** The root that such bundles are judged by. */
    TrustedRoot root(TestSigstore sigstore) throws Exception {
        ObjectNode root = sigstore.trustedRootJson();
        if (evidence == Evidence.NONE) {
            root.remove(List.of("tlogs", "ctlogs"));
        }
        return TrustedRoot.parse(dev.attest.json.StrictJson.write(root));
    }

    Identities accepted(Mint mint) throws Exception {
        return signer == Signer.KEY
                ? Identities.ofKey(TestSigstore.encoded(mint.key))
                : Identities.of(List.of(new AcceptedIdentity.Exact(LeafMint.ISSUER, LeafMint.SUBJECT)));
    }

    @Override
    public String toString() {
        String version = this.version.replaceFirst(".*(v|=)(0\\.[123]).*", "v$2");
        return (message ? "message" : "dsse") + " by " + signer + " " + version + " in " + entry + " with " + evidence
                + (timestamped ? " and timestamp" : "");
    }
}
