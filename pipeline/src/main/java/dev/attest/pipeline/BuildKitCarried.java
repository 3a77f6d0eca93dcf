package dev.attest.pipeline;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.oci.Digest;
import dev.attest.provenance.buildkit.BuildKitPredicate;
import java.util.List;

/**
 * What BuildKit's provenance in an image gives a provenance of ours. {@code dependencies} are its materials of all
 * platforms, one of each digest, sorted, each marked with the platforms that it took part in; {@code accounts} is what was
 * read, for those who want to show it; {@code remarks} says what was there and is not carried, and why. All of it is
 * unsigned and proves nothing.
 */
public record BuildKitCarried(List<ResourceDescriptor> dependencies, List<Account> accounts, List<String> remarks) {
    /** What BuildKit says of the build of the image with this manifest. */
    public record Account(Digest manifest, String platform, BuildKitPredicate predicate) {}

    public BuildKitCarried {
        dependencies = List.copyOf(dependencies);
        accounts = List.copyOf(accounts);
        remarks = List.copyOf(remarks);
    }
}
