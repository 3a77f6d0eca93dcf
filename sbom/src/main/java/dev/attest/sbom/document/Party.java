package dev.attest.sbom.document;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody who makes or maintains software, as package metadata name them: {@code Name <mail>}, {@code Name <address>} or
 * a name alone. {@code name} is never empty; what is no mail address and no web address stays in it.
 */
public record Party(String name, Optional<String> mail, Optional<String> url) {
    private static final int MAX_PARTIES = 20;
    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}");
    private static final Pattern WITH_ADDRESS = Pattern.compile("([^<>]{0,1000})<\\s*([^<>\\s]{1,300})\\s*>\\s*");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{1,20}:.{1,2000}", Pattern.CASE_INSENSITIVE);

    /** Everybody a text names, separated by commas behind the addresses; none in a blank one. */
    public static List<Party> parse(String text) {
        var parties = new ArrayList<Party>();
        Matcher one = WITH_ADDRESS.matcher(text);
        int end = 0;
        while (parties.size() < MAX_PARTIES && one.lookingAt()) {
            parties.add(party(one.group(1), one.group(2)));
            end = one.end();
            int next = end;
            while (next < text.length() && ",; ".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            one.region(next, text.length());
            end = next;
        }
        String rest = text.substring(end).strip();
        if (parties.isEmpty() && !rest.isEmpty()) {
            parties.add(party(rest, rest));
        }
        return parties;
    }

    /** The first that a text names. */
    public static Optional<Party> first(String text) {
        return parse(text).stream().findFirst();
    }

    private static Party party(String name, String address) {
        String called = name.strip().replaceAll("^[\"',; ]+|[\"',; ]+$", "");
        Optional<String> mail = Optional.of(address).filter(Party::isMail);
        Optional<String> url = Optional.of(address).filter(Party::isWeb);
        return new Party(called.isEmpty() ? address : called, mail, url);
    }

    /** Whether it is a mail address that every format takes. */
    public static boolean isMail(String text) {
        return text.length() <= 254 && MAIL.matcher(text).matches();
    }

    /** Whether it is an address that a browser opens. */
    public static boolean isWeb(String text) {
        return (text.startsWith("https://") || text.startsWith("http://")) && isAddress(text);
    }

    /** Whether it is an absolute URI (RFC 3986) that can stand in a document as it is. */
    public static boolean isAddress(String text) {
        if (!SCHEME.matcher(text).matches() || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            return false;
        }
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
