package dev.attest.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.oci.Digest;
import dev.attest.policy.PolicySource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a summary names the policy that judged: by URI and digest. Its annotations name the trust that was used, because a
 * policy means little without those whose signatures it counts.
 */
public final class VsaPolicy {
    private VsaPolicy() {}

    /** The policy; {@code trust} is what was trusted, by annotation name. */
    public static ResourceDescriptor of(PolicySource source, Map<String, String> trust) {
        var annotations = new TreeMap<String, JsonNode>();
        trust.forEach((name, value) -> annotations.put(name, JsonNodeFactory.instance.textNode(value)));
        Digest digest = source.digest();
        return new ResourceDescriptor(
                Optional.of(source.name()),
                // The name of a file may hold what no URI does.
                Optional.of(source.uri().replaceAll("[^\\x21-\\x7e]", "-")),
                Map.of(digest.algorithm().id(), digest.hex()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                annotations);
    }
}
