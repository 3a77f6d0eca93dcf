package dev.attest.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.mutants.DerMutants;
import dev.attest.signing.mutants.Tree;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The changes that may pass, each with its reason: what it takes away from both bundles decides nothing, so that two
 * bundles that are the same without it prove the same. Whatever does not become equal this way must be refused.
 */
final class Sameness {
    private static final String MATERIAL = "/verificationMaterial";
    private static final String ENTRY = MATERIAL + "/tlogEntries/0";
    private static final String STAMPS = MATERIAL + "/timestampVerificationData/rfc3161Timestamps";
    private static final Set<String> BASE64 = Set.of(
            "rawBytes",
            "keyId",
            "canonicalizedBody",
            "signedEntryTimestamp",
            "rootHash",
            "signedTimestamp",
            "payload",
            "sig",
            "signature",
            "digest");
    private static final Set<String> NUMBERS = Set.of("logIndex", "treeSize", "integratedTime");

    private final BundleKind kind;
    private final Map<String, Step> steps = new LinkedHashMap<>();

    /** Takes out of a bundle what decides nothing; {@code original} is the bundle that was changed. */
    private interface Step {
        ObjectNode reduce(ObjectNode bundle, ObjectNode original) throws Exception;
    }

    Sameness(BundleKind kind) {
        this.kind = kind;
        steps.put("the same values, otherwise written", (bundle, original) -> (ObjectNode) canonical("", bundle));
        steps.put("hints at the key, which is given", (bundle, original) -> withoutHints(bundle));
        steps.put("certificates after the first, which are the root's own", Sameness::withoutChain);
        steps.put("the version, where the evidence is enough for every version", this::withoutVersion);
        if (!kind.promised()) {
            steps.put(
                    "the entry's time, which nobody signed and nobody is told",
                    (bundle, original) -> Tree.without(bundle, ENTRY + "/integratedTime"));
        }
        if (!kind.promised() && !kind.tiled()) {
            steps.put(
                    "the entry's index in the whole log, which nobody signed and nobody is told",
                    (bundle, original) -> Tree.without(bundle, ENTRY + "/logIndex"));
        }
        if (kind.evidence() == BundleKind.Evidence.BARE_PROOF) {
            steps.put(
                    "a proof that no checkpoint vouches for, beside a promise",
                    (bundle, original) -> Tree.without(bundle, ENTRY + "/inclusionProof"));
        }
        steps.put("what nobody signed in a timestamp", (bundle, original) -> withSignedStamps(bundle));
        steps.put("a timestamp twice", (bundle, original) -> withDistinctStamps(bundle));
        steps.put("a line of the checkpoint's signatures twice", (bundle, original) -> withDistinctLines(bundle));
        steps.put("evidence taken away, where the rest suffices", this::restored);
    }

    /** Why the changed bundle proves what the original does, or empty when that cannot be shown. */
    Optional<String> reason(ObjectNode original, byte[] mutant) throws Exception {
        ObjectNode left = original;
        ObjectNode right = (ObjectNode) StrictJson.parse(mutant);
        for (var step : steps.entrySet()) {
            right = step.getValue().reduce(right, left);
            left = step.getValue().reduce(left, left);
            if (left.equals(right)) {
                return Optional.of(step.getKey());
            }
        }
        return Optional.empty();
    }

    private static JsonNode canonical(String name, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode canonical = StrictJson.object();
            object.properties().forEach(member -> {
                JsonNode value = canonical(member.getKey(), member.getValue());
                if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                    canonical.set(member.getKey(), value);
                }
            });
            return canonical;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode canonical = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> canonical.add(canonical(name.equals("hashes") ? "digest" : name, element)));
            return canonical;
        }
        if (NUMBERS.contains(name) && node.isIntegralNumber()) {
            return JsonNodeFactory.instance.textNode(node.asText());
        }
        return BASE64.contains(name) && node.isTextual()
                ? JsonNodeFactory.instance.textNode(TestSigstore.base64(bytes(node)))
                : node;
    }

    private static byte[] bytes(JsonNode base64) {
        String text = base64.textValue().replaceAll("[\r\n]", "");
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    }

    private static ObjectNode withoutHints(ObjectNode bundle) {
        ObjectNode without = Tree.without(bundle, "/dsseEnvelope/signatures/0/keyid");
        return (ObjectNode) canonical("", Tree.without(without, MATERIAL + "/publicKey/hint"));
    }

    private static ObjectNode withoutChain(ObjectNode bundle, ObjectNode original) {
        ObjectNode without = bundle.deepCopy();
        JsonNode chain = without.at(MATERIAL + "/x509CertificateChain/certificates");
        for (int i = chain.size() - 1; i > 0; i--) {
            ((ArrayNode) chain).remove(i);
        }
        return without;
    }

    private ObjectNode withoutVersion(ObjectNode bundle, ObjectNode original) {
        return kind.evidence() == BundleKind.Evidence.BARE_PROOF || kind.evidence() == BundleKind.Evidence.PROMISE
                ? bundle
                : Tree.without(bundle, "/mediaType");
    }

    private static ObjectNode withSignedStamps(ObjectNode bundle) {
        ObjectNode reduced = bundle.deepCopy();
        for (JsonNode stamp : reduced.at(STAMPS)) {
            ((ObjectNode) stamp).put("signedTimestamp", signedParts(bytes(stamp.get("signedTimestamp"))));
        }
        return reduced;
    }

    /** TSTInfo, and of its one signer: the name, the hash, the signed attributes and the signature; else the whole. */
    private static String signedParts(byte[] response) {
        List<byte[]> signedData = DerMutants.inside(response, 1, 1, 0);
        List<byte[]> signers =
                signedData.isEmpty() ? List.of() : DerMutants.inside(signedData.get(signedData.size() - 1));
        List<byte[]> signer = signers.size() == 1 ? DerMutants.inside(signers.get(0)) : List.of();
        if (signer.size() < 6) {
            return TestSigstore.base64(response);
        }
        List<byte[]> hash = DerMutants.inside(signer.get(2));
        var parts = new StringBuilder();
        for (byte[] part : List.of(signedData.get(2), signer.get(1), hash.get(0), signer.get(3), signer.get(5))) {
            parts.append(TestSigstore.base64(part)).append(' ');
        }
        return parts.toString();
    }

    private static ObjectNode withDistinctStamps(ObjectNode bundle) {
        ObjectNode distinct = bundle.deepCopy();
        JsonNode stamps = distinct.at(STAMPS);
        for (int i = stamps.size() - 1; i > 0; i--) {
            if (stamps.get(i).equals(stamps.get(0))) {
                ((ArrayNode) stamps).remove(i);
            }
        }
        return distinct;
    }

    private static ObjectNode withDistinctLines(ObjectNode bundle) {
        String place = ENTRY + "/inclusionProof/checkpoint/envelope";
        if (!bundle.at(place).isTextual()) {
            return bundle;
        }
        String[] parts = bundle.at(place).textValue().split("\n\n", 2);
        String signatures = String.join("\n", new TreeSet<>(parts[1].lines().toList()));
        return Tree.with(bundle, place, parts[0] + "\n\n" + signatures);
    }

    /** What is wholly gone from the bundle is put back; what is there stays, so that it must be the original's. */
    private ObjectNode restored(ObjectNode bundle, ObjectNode original) {
        ObjectNode restored = bundle.deepCopy();
        var places = new ArrayList<>(List.of(STAMPS.substring(0, STAMPS.lastIndexOf('/')), STAMPS));
        if (kind.timestamped()) {
            places.add(ENTRY + "/inclusionPromise");
        }
        if (kind.promised() && kind.evidence() != BundleKind.Evidence.NONE) {
            places.add(ENTRY + "/inclusionProof");
            places.add(ENTRY + "/inclusionProof/checkpoint");
        }
        for (String place : places) {
            if (restored.at(place).isMissingNode() && !original.at(place).isMissingNode()) {
                restored = Tree.with(restored, place, original.at(place));
            }
        }
        boolean promiseGone = bundle.at(ENTRY + "/inclusionPromise").isMissingNode();
        return promiseGone && !original.at(ENTRY + "/integratedTime").isMissingNode()
                ? Tree.with(restored, ENTRY + "/integratedTime", original.at(ENTRY + "/integratedTime"))
                : restored;
    }
}
