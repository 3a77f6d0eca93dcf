package dev.attest.sbom.cpe;

import dev.attest.sbom.Component.Identity;
import dev.attest.sbom.Purl;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The CPE names that a component is known by, from a table of vendors and products. There are no guesses: scanners that
 * match by CPE, as Dependency-Track and grype's matcher for apk do, would take a name that somebody else's product has
 * for a finding, and scanners that match by purl and distribution gain nothing from one.
 */
public final class Cpes {
    private static final Set<String> DISTRIBUTION = Set.of("deb", "rpm", "apk");

    private Cpes() {}

    /** The identity with the names that are known; one that has names already keeps them. */
    public static Identity known(Identity identity) {
        if (!identity.cpes().isEmpty()
                || identity.version().isEmpty()
                || identity.purl().isEmpty()) {
            return identity;
        }
        Purl purl = identity.purl().get();
        boolean packaged = DISTRIBUTION.contains(purl.type());
        List<Product> products = packaged
                ? Products.table().of("os", source(purl))
                : Products.table().of(purl.type(), name(purl));
        if (products.isEmpty()) {
            return identity;
        }
        UpstreamVersion version = packaged
                ? UpstreamVersion.of(purl.type(), purl.version())
                : new UpstreamVersion(identity.version(), "");
        var cpes = new ArrayList<String>();
        for (Product product : products) {
            cpes.add(CpeName.application(product, version.release(), version.update())
                    .toString());
        }
        return new Identity(
                identity.type(), identity.group(), identity.name(), identity.version(), identity.purl(), cpes);
    }

    private static String name(Purl purl) {
        return purl.type().equals("maven") ? purl.namespace() + ":" + purl.name() : purl.name();
    }

    /** {@code bash-5.1.8-9.el9.src.rpm}, {@code bash@5.2} or {@code bash} is bash. */
    private static String source(Purl purl) {
        String upstream = purl.qualifiers().getOrDefault("upstream", purl.name());
        if (upstream.endsWith(".rpm")) {
            int release = upstream.lastIndexOf('-');
            int version = upstream.lastIndexOf('-', release - 1);
            return version > 0 ? upstream.substring(0, version) : upstream;
        }
        return upstream.split("@", 2)[0];
    }
}
