package dev.attest.sbom.document;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;

/** How a component is called where a format has no field for its group, and of which ecosystem it is. */
public final class ComponentNames {
    private ComponentNames() {}

    /** {@code group:name}, for npm's scopes {@code @scope/name}. */
    public static String full(Component.Identity identity) {
        if (identity.group().isEmpty()) {
            return identity.name();
        }
        return identity.group() + (identity.group().startsWith("@") ? "/" : ":") + identity.name();
    }

    /** The purl's type, and without a purl the component's. */
    public static String ecosystem(Component.Identity identity) {
        return identity.purl().map(Purl::type).orElse(identity.type().id());
    }
}
