package dev.attest.sbom.facts;

import dev.attest.oci.ImageConfig;
import java.util.regex.Pattern;

/**
 * As whom an image's configuration says it runs, judged without its files: {@code user[:group]} (OCI image-spec,
 * config.md, "User"). Only what every runtime reads alike is a number or a name; texts that some runtime cuts or parses
 * down to 0 are {@link Invalid} and to be treated as root.
 */
public sealed interface ImageUser {
    /** uid 0, by number, by name, or because nothing is said. */
    record Root() implements ImageUser {}

    /** A uid from 1 to 2³¹-1. */
    record NonRoot(long uid) implements ImageUser {}

    /** A name that only the image's etc/passwd can resolve. */
    record Named(String name) implements ImageUser {}

    /** Neither a number nor a name that runtimes agree on. */
    record Invalid(String reason) implements ImageUser {}

    /** The user of a configuration. */
    static ImageUser of(ImageConfig config) {
        return parse(config.execution().user());
    }

    /** The user that a configuration's text stands for. */
    static ImageUser parse(String text) {
        if (text.isEmpty()) {
            return new Root();
        }
        String[] parts = text.split(":", -1);
        if (parts.length > 2
                || (parts.length == 2
                        && !isId(parts[1])
                        && !Patterns.NAME.matcher(parts[1]).matches())) {
            return new Invalid("expected user or user:group");
        }
        String user = parts[0];
        if (user.equals("root") || user.equals("0")) {
            return new Root();
        }
        if (isId(user)) {
            return new NonRoot(Long.parseLong(user));
        }
        return Patterns.NAME.matcher(user).matches()
                ? new Named(user)
                : new Invalid("neither a name nor a uid from 0 to 2147483647");
    }

    private static boolean isId(String text) {
        return text.equals("0")
                || (Patterns.NUMBER.matcher(text).matches() && Long.parseLong(text) <= Integer.MAX_VALUE);
    }

    /** The two forms that runtimes agree on. */
    final class Patterns {
        private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}\\$?");

        private Patterns() {}
    }
}
