package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a bundle dropped, replaced, doubled, and every byte inside it flipped: refused, but for what is listed. */
class MutationTest {
    /** Every how many bytes a long field is flipped: 1 with {@code -Dattest.mutants=all}. */
    private static final int STEP = "all".equals(System.getProperty("attest.mutants")) ? 1 : 23;

    /** The same timestamp twice says nothing new. */
    private static final Set<String> HARMLESS =
            Set.of("/verificationMaterial/timestampVerificationData/rfc3161Timestamps doubled");

    /** Evidence taken away where what is left is enough: of promise and timestamp, each tells a verified time. */
    private static final List<String> ONE_TIME_SUFFICES = List.of(
            "/verificationMaterial/timestampVerificationData dropped",
            "/verificationMaterial/timestampVerificationData replaced by null",
            "/verificationMaterial/timestampVerificationData replaced by {}",
            "/verificationMaterial/timestampVerificationData/rfc3161Timestamps dropped",
            "/verificationMaterial/timestampVerificationData/rfc3161Timestamps replaced by null",
            "/verificationMaterial/timestampVerificationData/rfc3161Timestamps replaced by []",
            "/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0 dropped",
            "/verificationMaterial/tlogEntries/0/inclusionPromise dropped",
            "/verificationMaterial/tlogEntries/0/inclusionPromise replaced by null");

    private static final Identities ACME =
            Identities.of(List.of(new AcceptedIdentity.Exact(LeafMint.ISSUER, LeafMint.SUBJECT)));

    private final TestSigstore sigstore = new TestSigstore();
    private final Set<String> accepted = new TreeSet<>();
    private int mutants;

    @ParameterizedTest
    @ValueSource(strings = {"dsse 0.0.1", "intoto 0.0.2", "hashedrekord 0.0.2", "dsse 0.0.2"})
    void every_change_of_a_bundle_is_refused(String kind) throws Exception {
        Mint mint = new Mint(sigstore);
        mint.timestamped = true;
        mint.entry = kind;
        if (kind.endsWith("0.0.2") && !kind.startsWith("intoto")) {
            mint.tiled(kind);
        }
        ObjectNode bundle = mint.json();
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        assertThat(verifier.verify(Bundle.parse(StrictJson.write(bundle)), ACME))
                .isInstanceOf(Verified.class);
        for (String place : places(bundle, "")) {
            mutate(verifier, bundle, place);
        }
        var expected = new TreeSet<>(HARMLESS);
        if (mint.promise) {
            expected.addAll(ONE_TIME_SUFFICES);
        }
        assertThat(accepted).isEqualTo(expected);
        assertThat(mutants).isGreaterThan(500);
    }

    private void mutate(BundleVerifier verifier, ObjectNode bundle, String place) {
        JsonNode original = bundle.at(place);
        for (JsonNode replacement : replacements(original)) {
            ObjectNode mutant = bundle.deepCopy();
            set(mutant, place, replacement);
            judge(verifier, mutant, place + " replaced by " + replacement);
        }
        ObjectNode without = bundle.deepCopy();
        remove(without, place);
        judge(verifier, without, place + " dropped");
        if (original instanceof ArrayNode array && !array.isEmpty()) {
            ObjectNode doubled = bundle.deepCopy();
            ((ArrayNode) doubled.at(place)).add(array.get(0).deepCopy());
            judge(verifier, doubled, place + " doubled");
        }
    }

    private static List<JsonNode> replacements(JsonNode original) {
        var nodes = StrictJson.object();
        var replacements = new ArrayList<JsonNode>();
        replacements.add(nodes.nullNode());
        replacements.add(nodes.objectNode());
        replacements.add(nodes.arrayNode());
        replacements.add(nodes.textNode(""));
        replacements.add(nodes.numberNode(-1));
        if (original.isTextual()) {
            String text = original.textValue();
            replacements.add(nodes.textNode(text + "A"));
            replacements.add(nodes.textNode(text + " "));
            replacements.add(nodes.textNode(text.toUpperCase(java.util.Locale.ROOT)));
            byte[] bytes = decoded(text);
            // Long fields hold few kinds of bytes: a step that divides no structure reaches each of them.
            for (int i = 0; i < bytes.length; i += bytes.length > 400 ? STEP : 1) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= (byte) (1 << (i % 8));
                replacements.add(nodes.textNode(Base64.getEncoder().encodeToString(flipped)));
            }
            for (int i = 0; bytes.length == 0 && i < text.length(); i++) {
                char[] characters = text.toCharArray();
                characters[i] = (char) (characters[i] ^ 1);
                replacements.add(nodes.textNode(new String(characters)));
            }
        }
        replacements.removeIf(original::equals);
        return replacements;
    }

    private static byte[] decoded(String text) {
        try {
            return text.length() < 8 ? new byte[0] : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private void judge(BundleVerifier verifier, ObjectNode mutant, String place) {
        mutants++;
        try {
            Verification verification = verifier.verify(Bundle.parse(StrictJson.write(mutant)), ACME);
            if (verification instanceof Verified) {
                accepted.add(place);
            } else {
                assertThat(((Rejected) verification).reason())
                        .as(place + " " + verification)
                        .isNotEqualTo(Reason.FAULT);
            }
        } catch (MalformedBundleException e) {
            assertThat(e.reason()).as(place).isNotEqualTo(Reason.FAULT);
        }
    }

    private static List<String> places(JsonNode node, String at) {
        var places = new ArrayList<String>();
        for (var field : node.properties()) {
            places.add(at + "/" + field.getKey());
            places.addAll(places(field.getValue(), at + "/" + field.getKey()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(at + "/" + i);
            places.addAll(places(node.get(i), at + "/" + i));
        }
        return places;
    }

    private static void set(ObjectNode root, String place, JsonNode value) {
        JsonNode holder = root.at(place.substring(0, place.lastIndexOf('/')));
        String name = place.substring(place.lastIndexOf('/') + 1);
        if (holder instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) holder).set(name, value);
        }
    }

    private static void remove(ObjectNode root, String place) {
        JsonNode holder = root.at(place.substring(0, place.lastIndexOf('/')));
        String name = place.substring(place.lastIndexOf('/') + 1);
        if (holder instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name));
        } else {
            ((ObjectNode) holder).remove(name);
        }
    }
}
