package dev.attest.signing.tuf;

import dev.attest.signing.service.ServiceUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a repository is served: metadata and targets, each below an address of its own. Plain http is for this machine
 * only; nothing depends on it, since every file is verified, but what is asked for is nobody's business.
 */
public record TufRepository(URI metadata, URI targets) {
    /** The mirror of Sigstore's public instance. */
    public static final URI PUBLIC_MIRROR = URI.create("https://tuf-repo-cdn.sigstore.dev");

    public TufRepository {
        if (!isUsable(metadata) || !isUsable(targets)) {
            throw new IllegalArgumentException("the address of a TUF repository is an https URL without user name,"
                    + " query and fragment, or plain http on this machine");
        }
    }

    /** A mirror as Sigstore lays it out: metadata at the address itself, targets in {@code targets} below it. */
    public static TufRepository mirror(URI address) {
        return new TufRepository(address, ServiceUrl.below(address, "/targets"));
    }

    URI metadataFile(String role, Optional<Long> version) {
        String prefix = version.map(number -> number + ".").orElse("");
        return ServiceUrl.below(metadata, "/" + prefix + UrlText.encode(role) + ".json");
    }

    /** {@code path} must have passed {@link TufView}'s check of target names. */
    URI targetFile(String path, Optional<String> digest) {
        var segments = new ArrayList<String>(List.of(path.split("/", -1)));
        String last = segments.remove(segments.size() - 1);
        var address = new StringBuilder();
        segments.forEach(segment -> address.append('/').append(UrlText.encode(segment)));
        address.append('/').append(digest.map(hash -> hash + ".").orElse("")).append(UrlText.encode(last));
        return ServiceUrl.below(targets, address.toString());
    }

    private static boolean isUsable(URI address) {
        return address.getRawQuery() == null
                && ServiceUrl.parse(address.toString()).isPresent();
    }
}
