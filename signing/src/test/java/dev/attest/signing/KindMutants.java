package dev.attest.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.mutants.ByteMutants;
import dev.attest.signing.mutants.DerMutants;
import dev.attest.signing.mutants.JsonMutants;
import dev.attest.signing.mutants.Mutant;
import dev.attest.signing.mutants.Mutant.Family;
import dev.attest.signing.mutants.TextMutants;
import dev.attest.signing.mutants.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Every change of a bundle of one kind, but for those that its {@link Resigned signers} make. */
final class KindMutants {
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

    private final ObjectNode original;
    private final List<Mutant> mutants = new ArrayList<>();

    private KindMutants(ObjectNode original) {
        this.original = original;
    }

    /** {@code others} are bundles that share something with the original, each something else. */
    static List<Mutant> of(ObjectNode original, List<ObjectNode> others) throws Exception {
        var made = new KindMutants(original);
        for (ObjectNode other : others) {
            made.mutants.addAll(JsonMutants.of(original, other));
        }
        made.wholeText();
        for (String place : Tree.places(original)) {
            made.member(place, original.at(place));
        }
        return made.mutants;
    }

    private void member(String place, JsonNode value) throws Exception {
        String name = place.substring(place.lastIndexOf('/') + 1);
        if (!value.isTextual()) {
            return;
        }
        if (BASE64.contains(name) || place.contains("/hashes/")) {
            byte[] bytes = Base64.getDecoder().decode(value.textValue());
            ByteMutants.of(bytes).forEach(changed -> bytes(Family.BYTES, place, changed));
            DerMutants.of(bytes).forEach(changed -> bytes(Family.DER, place, changed));
            otherwiseWritten(place, value.textValue());
            exchangedBytes(place, value);
        } else if (name.equals("envelope")) {
            for (TextMutants.Changed changed : TextMutants.of(value.textValue())) {
                add(Family.LOGGED, place, changed.change(), changed.text());
            }
        }
        if (name.equals("canonicalizedBody")) {
            body(place, Base64.getDecoder().decode(value.textValue()));
        }
    }

    private void bytes(Family family, String place, ByteMutants.Changed changed) {
        mutants.add(new Mutant(
                family,
                place + " " + changed.change(),
                () -> StrictJson.write(Tree.with(
                        original, place, TestSigstore.base64(changed.bytes().get())))));
    }

    /** The same bytes in every other base64 that decoders are known to take. */
    private void otherwiseWritten(String place, String text) {
        add(Family.BYTES, place, "URL-safe", text.replace('+', '-').replace('/', '_'));
        add(Family.BYTES, place, "not padded", text.replace("=", ""));
        add(Family.BYTES, place, "in two lines", text.replaceFirst("^(....)", "$1\n"));
        add(Family.BYTES, place, "twice encoded", TestSigstore.base64(text.getBytes(UTF_8)));
        if (text.endsWith("=")) {
            int last = text.indexOf('=') - 1;
            String spare = text.substring(0, last) + (char) (text.charAt(last) + 1) + text.substring(last + 1);
            add(Family.BYTES, place, "with spare bits", spare);
        }
    }

    private void exchangedBytes(String place, JsonNode value) {
        for (String from : Tree.places(original)) {
            JsonNode bytes = original.at(from);
            String name = from.substring(from.lastIndexOf('/') + 1);
            if (BASE64.contains(name) && !bytes.equals(value)) {
                add(Family.BYTES, place, "replaced by " + from, bytes.textValue());
            }
        }
    }

    /** The entry's body, whose promise and proof the change breaks. */
    private void body(String place, byte[] body) throws Exception {
        ObjectNode tree = (ObjectNode) StrictJson.parse(body);
        mutants.addAll(JsonMutants.of(
                Family.LOGGED,
                tree,
                tree,
                changed ->
                        StrictJson.write(Tree.with(original, place, TestSigstore.base64(StrictJson.write(changed))))));
        for (String space : new String[] {" ", "\n", "\t\t"}) {
            String spaced = new String(body, UTF_8).replace(":", ":" + space);
            add(Family.LOGGED, place, "spaced", TestSigstore.base64(spaced.getBytes(UTF_8)));
        }
    }

    private void wholeText() {
        byte[] text = StrictJson.write(original);
        for (int i = 0; i < text.length; i++) {
            int at = i;
            text("byte " + at + " flipped", () -> {
                byte[] flipped = text.clone();
                flipped[at] ^= (byte) (1 << (at % 7));
                return flipped;
            });
        }
        for (int cut = 0; cut < text.length; cut += 53) {
            int at = cut;
            text("cut after " + at, () -> Arrays.copyOf(text, at));
        }
        text("byte order mark", () -> Bytes.concat("\ufeff".getBytes(UTF_8), text));
        text("UTF-16", () -> new String(text, UTF_8).getBytes(java.nio.charset.StandardCharsets.UTF_16));
        text("spaces around", () -> Bytes.concat(" \n".getBytes(UTF_8), text, "\r\n\t".getBytes(UTF_8)));
        text("something after", () -> Bytes.concat(text, "{}".getBytes(UTF_8)));
        text("itself after", () -> Bytes.concat(text, text));
        text("in an array", () -> Bytes.concat("[".getBytes(UTF_8), text, "]".getBytes(UTF_8)));
        text("a comment", () -> Bytes.concat("/**/".getBytes(UTF_8), text));
        text(
                "solidus escaped",
                () -> new String(text, UTF_8).replace("/", "\\/").getBytes(UTF_8));
        text(
                "letters escaped",
                () -> new String(text, UTF_8).replace("a", "\\u0061").getBytes(UTF_8));
    }

    private void text(String change, Mutant.Maker maker) {
        mutants.add(new Mutant(Family.TEXT, change, maker));
    }

    private void add(Family family, String place, String change, String text) {
        if (!text.equals(original.at(place).textValue())) {
            mutants.add(
                    new Mutant(family, place + " " + change, () -> StrictJson.write(Tree.with(original, place, text))));
        }
    }
}
