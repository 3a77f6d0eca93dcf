package dev.attest.signing.mutants;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Changes of members: dropped, doubled, renamed, of another type, another's, exchanged with what stands beside them. */
public final class JsonMutants {
    private final Mutant.Family family;
    private final ObjectNode original;
    private final ObjectNode other;
    private final Writer writer;
    private final List<Mutant> mutants = new ArrayList<>();

    /** Makes the document of a changed tree. */
    public interface Writer {
        byte[] write(ObjectNode tree) throws Exception;
    }

    private JsonMutants(Mutant.Family family, ObjectNode original, ObjectNode other, Writer writer) {
        this.family = family;
        this.original = original;
        this.other = other;
        this.writer = writer;
    }

    /** Every change of {@code original}; {@code other} is a document of the same kind that says something else. */
    public static List<Mutant> of(ObjectNode original, ObjectNode other) {
        return of(Mutant.Family.JSON, original, other, StrictJson::write);
    }

    /** As {@link #of(ObjectNode, ObjectNode)} for a tree that is a part of the document. */
    public static List<Mutant> of(Mutant.Family family, ObjectNode original, ObjectNode other, Writer writer) {
        var made = new JsonMutants(family, original, other, writer);
        made.object("", original);
        for (String place : Tree.places(original)) {
            made.mutate(place, original.at(place));
        }
        return made.mutants;
    }

    private void mutate(String place, JsonNode value) {
        add(place, "dropped", () -> Tree.without(original, place));
        for (JsonNode replacement : otherTypes(value)) {
            String name = replacement.isContainerNode() && !replacement.isEmpty() ? "itself in one" : "" + replacement;
            set(place, "replaced by " + replacement.getNodeType() + " " + name, replacement);
        }
        if (value instanceof ArrayNode array && !array.isEmpty()) {
            array(place, array);
        } else if (value instanceof ObjectNode object) {
            object(place, object);
        } else if (value.isTextual()) {
            text(place, value.textValue());
        }
        JsonNode others = other.at(place);
        if (!others.isMissingNode() && !others.equals(value)) {
            set(place, "the other's", others);
        }
        if (!Character.isDigit(Tree.name(place).charAt(0))) {
            renamed(place, value);
        }
        beside(place, value);
    }

    private static List<JsonNode> otherTypes(JsonNode value) {
        var nodes = StrictJson.object();
        var others = new ArrayList<JsonNode>(List.of(
                nodes.nullNode(),
                nodes.objectNode(),
                nodes.arrayNode(),
                nodes.textNode(""),
                nodes.numberNode(-1),
                nodes.numberNode(0),
                nodes.numberNode(1.5),
                nodes.numberNode(BigInteger.TWO.pow(64)),
                nodes.booleanNode(true),
                nodes.arrayNode().add(value.deepCopy()),
                nodes.objectNode().set("value", value.deepCopy())));
        others.removeIf(value::equals);
        return others;
    }

    private void array(String place, ArrayNode array) {
        var doubled = array.deepCopy();
        doubled.add(array.get(0).deepCopy());
        set(place, "first element doubled", doubled);
        JsonNode others = other.at(place + "/0");
        if (!others.isMissingNode()) {
            var joined = array.deepCopy();
            joined.add(others.deepCopy());
            set(place, "the other's element added", joined);
            var before = array.deepCopy();
            before.insert(0, others.deepCopy());
            set(place, "the other's element put first", before);
        }
        var reversed = array.arrayNode();
        for (int i = array.size(); i > 0; i--) {
            reversed.add(array.get(i - 1).deepCopy());
        }
        if (!reversed.equals(array)) {
            set(place, "reversed", reversed);
        }
        add(place, "filled up", () -> {
            var crowd = array.deepCopy();
            for (int i = 0; i < 70; i++) {
                crowd.add(array.get(0).deepCopy());
            }
            return Tree.with(original, place, crowd);
        });
    }

    private void object(String place, ObjectNode object) {
        for (String name : List.of("x", "@type", "", "__proto__", "mediaType", "keyid", "hint", "signatures")) {
            if (!object.has(name)) {
                add(place, "member '" + name + "' added", () -> {
                    ObjectNode copy = original.deepCopy();
                    ((ObjectNode) (place.isEmpty() ? copy : copy.at(place))).put(name, "x");
                    return copy;
                });
            }
        }
    }

    private void text(String place, String text) {
        for (String changed : new String[] {
            text + "A",
            text + " ",
            " " + text,
            text + "\n",
            text + "\u0000",
            text + "=",
            text + "\u00e9",
            text.toUpperCase(Locale.ROOT),
            text.toLowerCase(Locale.ROOT),
            text.repeat(2),
            text.substring(text.length() / 2),
            text.substring(0, text.length() / 2),
            text.isEmpty() ? "x" : (char) (text.charAt(0) ^ 1) + text.substring(1),
            text.isEmpty() ? "y" : text.substring(0, text.length() - 1) + (char) (text.charAt(text.length() - 1) ^ 1)
        }) {
            if (!changed.equals(text)) {
                set(place, "text changed to " + shortened(changed), original.textNode(changed));
            }
        }
        if (text.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(text);
            set(place, "text written as number", original.numberNode(number));
            for (String changed : new String[] {
                "0" + text,
                "+" + text,
                "-" + text,
                text + ".0",
                text + "e0",
                "0x" + text,
                String.valueOf(number + 1),
                String.valueOf(Math.abs(number - 1)),
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999"
            }) {
                set(place, "number changed to " + changed, original.textNode(changed));
            }
        }
    }

    private void renamed(String place, JsonNode value) {
        String name = Tree.name(place);
        String snake = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        for (String changed : new String[] {snake, name.toUpperCase(Locale.ROOT), name + " ", name + "\u0000"}) {
            if (!changed.equals(name)) {
                add(place, "renamed to " + changed, () -> {
                    ObjectNode copy = Tree.without(original, place);
                    ((ObjectNode) holder(copy, place)).set(changed, value.deepCopy());
                    return copy;
                });
            }
        }
        // Two members of one name: the writer sorts, so that the second one comes right after the first.
        mutants.add(new Mutant(family, place + " there twice", () -> {
            ObjectNode copy = original.deepCopy();
            ((ObjectNode) holder(copy, place)).set(name + "-twice", value.deepCopy());
            return new String(StrictJson.write(copy), UTF_8)
                    .replace("\"" + name + "-twice\"", "\"" + name + "\"")
                    .getBytes(UTF_8);
        }));
    }

    private void beside(String place, JsonNode value) {
        JsonNode holder = holder(original, place);
        String name = Tree.name(place);
        for (var field : holder.properties()) {
            if (field.getKey().compareTo(name) > 0 && !field.getValue().equals(value)) {
                add(place, "exchanged with " + field.getKey(), () -> {
                    ObjectNode copy = original.deepCopy();
                    ObjectNode changed = (ObjectNode) holder(copy, place);
                    changed.set(name, field.getValue().deepCopy());
                    changed.set(field.getKey(), value.deepCopy());
                    return copy;
                });
            }
        }
    }

    private static JsonNode holder(ObjectNode root, String place) {
        return Tree.holder(root, place);
    }

    private void set(String place, String change, JsonNode value) {
        add(place, change, () -> Tree.with(original, place, value));
    }

    private void add(String place, String change, java.util.function.Supplier<ObjectNode> tree) {
        mutants.add(new Mutant(family, place + " " + shortened(change), () -> writer.write(tree.get())));
    }

    private static String shortened(String text) {
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
