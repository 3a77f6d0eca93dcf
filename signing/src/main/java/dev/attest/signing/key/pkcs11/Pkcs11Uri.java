package dev.attest.signing.key.pkcs11;

import dev.attest.signing.service.SigningException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A PKCS #11 URI (RFC 7512) that names a private key. Attributes that cannot be checked are refused, since the RFC wants every one to
 * match; vendor attributes ({@code x-…}) are passed over. It may hold a PIN, so that it never shows in messages.
 */
public final class Pkcs11Uri {
    private static final String SCHEME = "pkcs11:";
    private static final int MAX_CHARACTERS = 4096;
    private static final Set<String> PATH =
            Set.of("token", "serial", "manufacturer", "model", "slot-id", "object", "id", "type");
    private static final Set<String> QUERY = Set.of("module-path", "module-name", "pin-value", "pin-source");

    private final Map<String, byte[]> attributes;

    private Pkcs11Uri(Map<String, byte[]> attributes) {
        this.attributes = attributes;
    }

    /** Whether {@code reference} claims to be such a URI. */
    public static boolean isOne(String reference) {
        return reference.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Parses {@code uri}; complaints name attributes, never values. */
    public static Pkcs11Uri parse(String uri) throws SigningException {
        if (!isOne(uri) || uri.length() > MAX_CHARACTERS) {
            throw malformed("it does not begin with pkcs11: or is longer than " + MAX_CHARACTERS + " characters");
        }
        String rest = uri.substring(SCHEME.length());
        int query = rest.indexOf('?');
        var attributes = new TreeMap<String, byte[]>();
        add(attributes, query < 0 ? rest : rest.substring(0, query), ";", PATH);
        add(attributes, query < 0 ? "" : rest.substring(query + 1), "&", QUERY);
        var parsed = new Pkcs11Uri(attributes);
        if (!parsed.text("type").orElse("private").equals("private")) {
            throw malformed("its type is not private");
        }
        if (parsed.text("object").isEmpty() && parsed.id().isEmpty()) {
            throw malformed("it names no key: add object=LABEL or id=%01");
        }
        parsed.slot();
        return parsed;
    }

    /** The text of an attribute, or empty when the URI does not have it. */
    Optional<String> text(String name) {
        return Optional.ofNullable(attributes.get(name)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** CKA_ID, which is bytes. */
    Optional<byte[]> id() {
        return Optional.ofNullable(attributes.get("id")).map(byte[]::clone);
    }

    OptionalLong slot() throws SigningException {
        Optional<String> text = text("slot-id");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("[0-9]{1,18}")) {
            throw malformed("its slot-id is no number");
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }

    /** Whether a token has to be looked for by what is written on it. */
    boolean describesToken() {
        return Set.of("token", "serial", "manufacturer", "model").stream().anyMatch(attributes::containsKey);
    }

    @Override
    public String toString() {
        return "a pkcs11: URI";
    }

    private static void add(Map<String, byte[]> attributes, String list, String separator, Set<String> known)
            throws SigningException {
        for (String attribute : list.split(separator)) {
            int equals = attribute.indexOf('=');
            String name = equals < 0 ? attribute : attribute.substring(0, equals);
            if ((name.isEmpty() && equals < 0) || name.startsWith("x-")) {
                continue;
            }
            if (!known.contains(name)) {
                // What stands there may be a PIN that somebody put into the wrong place.
                throw malformed("it has an attribute that is not one of " + String.join(", ", sorted(known)));
            }
            if (equals < 0 || attributes.put(name, decode(name, attribute.substring(equals + 1))) != null) {
                throw malformed("its " + name + " has no value or two");
            }
        }
    }

    private static Set<String> sorted(Set<String> names) {
        return new java.util.TreeSet<>(names);
    }

    private static byte[] decode(String name, String value) throws SigningException {
        var bytes = new ByteArrayOutputStream();
        byte[] given = value.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                bytes.write(given[i]);
                continue;
            }
            int high = i + 2 <= given.length - 1 ? Character.digit(given[i + 1], 16) : -1;
            int low = i + 2 <= given.length - 1 ? Character.digit(given[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw malformed("its " + name + " has a % without two hex digits");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toByteArray();
    }

    private static SigningException malformed(String why) {
        return SigningException.usage("the pkcs11: URI of the key cannot be used: " + why);
    }
}
