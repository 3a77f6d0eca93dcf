package dev.attest.pipeline;

import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Reads what BuildKit attached to an image of its build (moby/buildkit, docs/attestations/attestation-storage.md), holds it
 * against the image, and gives what may be carried over. What contradicts the image, itself or its listing is not carried
 * and said. An image of one platform that no index lists is looked up among the referrers.
 */
public final class BuildKitProvenance {
    private BuildKitProvenance() {}

    /** The executor must not be the one that this itself is called on. That something cannot be fetched is an error. */
    public static BuildKitCarried of(Repository repository, Image image, ExecutorService executor)
            throws IOException, MalformedImageException {
        var remarks = new TreeSet<String>();
        List<BuildKitListing.Entry> entries = BuildKitListing.of(repository, image, remarks);
        var tasks = new ArrayList<Callable<BuildKitReading>>();
        for (BuildKitListing.Entry entry : entries) {
            tasks.add(() -> BuildKitReading.of(repository, entry));
        }
        var found = new TreeMap<Digest, List<BuildKitReading.Found>>();
        for (BuildKitReading reading : Parallel.all(executor, tasks)) {
            remarks.addAll(reading.remarks());
            for (BuildKitReading.Found one : reading.found()) {
                found.computeIfAbsent(one.image().manifest().digest(), any -> new ArrayList<>())
                        .add(one);
            }
        }
        return carried(found, remarks);
    }

    private static BuildKitCarried carried(Map<Digest, List<BuildKitReading.Found>> found, Set<String> remarks) {
        var accounts = new ArrayList<BuildKitCarried.Account>();
        var dependencies = new DependencyList();
        for (Map.Entry<Digest, List<BuildKitReading.Found>> entry : found.entrySet()) {
            List<BuildKitReading.Found> all = entry.getValue();
            PlatformImage image = all.get(0).image();
            if (all.stream().map(BuildKitReading.Found::statement).distinct().count() > 1) {
                // BuildKit writes one; which of several is its own nobody can tell.
                remarks.add("BuildKit's provenance of " + entry.getKey() + ": there are several that differ");
                continue;
            }
            String platform = image.platform().toString();
            accounts.add(new BuildKitCarried.Account(
                    entry.getKey(), platform, all.get(0).predicate()));
            all.get(0).predicate().dependencies().forEach(one -> dependencies.add(one, platform));
        }
        return new BuildKitCarried(dependencies.sorted(), accounts, List.copyOf(remarks));
    }
}
