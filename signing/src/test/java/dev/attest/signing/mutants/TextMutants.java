package dev.attest.signing.mutants;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Changes of a text of lines, such as a checkpoint. */
public final class TextMutants {
    private TextMutants() {}

    /** A changed text. */
    public record Changed(String change, String text) {}

    public static List<Changed> of(String original) {
        var all = new ArrayList<Changed>();
        List<String> lines = List.of(original.split("\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            line(all, lines, i);
        }
        for (int i = 0; i < original.length(); i++) {
            char[] characters = original.toCharArray();
            characters[i] = (char) (characters[i] ^ 1);
            all.add(new Changed("character " + i + " flipped", new String(characters)));
            all.add(new Changed(
                    "character " + i + " dropped",
                    new StringBuilder(original).deleteCharAt(i).toString()));
        }
        all.add(new Changed("line feed added", original + "\n"));
        all.add(new Changed("line feed put first", "\n" + original));
        all.add(new Changed("doubled", original + original));
        all.add(new Changed("carriage returns", original.replace("\n", "\r\n")));
        all.add(new Changed("one line", original.replace("\n", " ")));
        all.add(new Changed("byte order mark", "\ufeff" + original));
        all.add(new Changed("hyphens for dashes", original.replace('\u2014', '-')));
        all.removeIf(changed -> changed.text().equals(original));
        return all;
    }

    private static void line(List<Changed> all, List<String> lines, int at) {
        String line = lines.get(at);
        var dropped = new ArrayList<>(lines);
        dropped.remove(at);
        all.add(new Changed("line " + at + " dropped", String.join("\n", dropped)));
        var doubled = new ArrayList<>(lines);
        doubled.add(at, line);
        all.add(new Changed("line " + at + " doubled", String.join("\n", doubled)));
        var exchanged = new ArrayList<>(lines);
        Collections.swap(exchanged, at, (at + 1) % lines.size());
        all.add(new Changed("line " + at + " exchanged with the next", String.join("\n", exchanged)));
        for (String other :
                new String[] {"", line + " ", " " + line, line + "\t", "0" + line, "-" + line, line + "=="}) {
            var replaced = new ArrayList<>(lines);
            replaced.set(at, other);
            all.add(new Changed("line " + at + " is '" + other.strip() + "'", String.join("\n", replaced)));
        }
        var added = new ArrayList<>(lines);
        added.add(at, "an extension line");
        all.add(new Changed("line added before " + at, String.join("\n", added)));
    }
}
