package dev.attest.oci.registry;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a list's next page in {@code Link} headers, of which there may be several with several links each. */
final class NextPage {
    private static final int MAX_HEADER = 16 << 10;

    // RFC 8288 §3; possessive, since it runs over what others wrote.
    private static final String PARAMETER =
            "\\s*+;\\s*+([^\\s=;,\"]++)\\s*+(?:=\\s*+(?:\"([^\"]*+)\"|([^\\s;,\"]++)))?+";
    private static final Pattern LINK = Pattern.compile("<([^<>]++)>((?:" + PARAMETER + ")*+)");
    private static final Pattern NEXT = Pattern.compile("\\bnext\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NEXT_PARAMETER = Pattern.compile("\\G" + PARAMETER);

    private NextPage() {}

    /** The address; that there may be one and it cannot be read is an error, as a list cut short looks like a whole one. */
    static Optional<String> in(List<String> headers) throws IOException {
        boolean unread = false;
        for (String header : headers) {
            if (header.length() > MAX_HEADER) {
                throw new IOException("a Link header of more than " + MAX_HEADER + " characters");
            }
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (isNext(link.group(2))) {
                    return Optional.of(link.group(1));
                }
            }
            unread |= NEXT.matcher(link.replaceAll("")).find();
        }
        if (unread) {
            throw new IOException("a Link header that cannot be read");
        }
        return Optional.empty();
    }

    private static boolean isNext(String parameters) {
        Matcher parameter = NEXT_PARAMETER.matcher(parameters);
        while (parameter.find()) {
            if (parameter.group(1).equalsIgnoreCase("rel")) {
                // Only the first rel of a link counts (§3.3); it may name several relations.
                String relations = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
                return relations != null
                        && List.of(relations.toLowerCase(Locale.ROOT).split("\\s+"))
                                .contains("next");
            }
        }
        return false;
    }
}
