package dev.attest.oci.layer;

import dev.attest.oci.Digest;
import dev.attest.oci.MismatchException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The records of a PAX extended header: {@code LENGTH KEY=VALUE\n} (POSIX.1-2001 pax, "Extended Header"). */
final class PaxRecords {
    static final PaxRecords NONE = new PaxRecords(Map.of());
    private static final Pattern OVERLAY = Pattern.compile("(SCHILY|LIBARCHIVE)\\.xattr\\.(trusted|user)\\.overlay\\."
            + "(opaque|redirect|metacopy|whiteouts?|xattr_whiteouts|overlay\\..*)");

    private static final int MAX_CAPABILITY = 64;
    private static final String SCHILY = "SCHILY.xattr.";
    private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";
    private static final Pattern TIME = Pattern.compile("(-?)([0-9]{1,18})(?:\\.([0-9]*))?");

    private final Map<String, byte[]> values;

    private PaxRecords(Map<String, byte[]> values) {
        this.values = values;
    }

    static PaxRecords parse(byte[] text) throws MismatchException {
        var values = new TreeMap<String, byte[]>();
        int at = 0;
        while (at < text.length) {
            int space = indexOf(text, ' ', at, Math.min(text.length, at + 10));
            int length = space < 0 ? -1 : decimal(text, at, space);
            int end = at + length;
            if (length <= space - at || end > text.length || end < 0 || text[end - 1] != '\n') {
                throw malformed();
            }
            int equals = indexOf(text, '=', space + 1, end);
            if (equals <= space + 1) {
                throw malformed();
            }
            String key = new String(text, space + 1, equals - space - 1, StandardCharsets.UTF_8);
            values.put(key, Arrays.copyOfRange(text, equals + 1, end - 1));
            at = end;
        }
        return checked(new PaxRecords(values));
    }

    /** The bytes of a path or a link's target; an empty value counts as none. */
    Optional<byte[]> text(String key) throws MismatchException {
        byte[] value = values.get(key);
        if (value == null || value.length == 0) {
            return Optional.empty();
        }
        for (byte b : value) {
            if (b == 0) {
                throw malformed();
            }
        }
        return Optional.of(value);
    }

    /** A number that is not negative, else {@code otherwise} when there is none. */
    long number(String key, long otherwise) throws MismatchException {
        Optional<byte[]> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        String digits = new String(text.get(), StandardCharsets.ISO_8859_1);
        if (!digits.matches("[0-9]{1,18}")) {
            throw malformed();
        }
        return Long.parseLong(digits);
    }

    /**
     * The extended attribute {@code security.capability} in hex, its first bytes only, empty where there is none: raw as
     * Go and GNU tar keep it, else in base64 as libarchive does.
     */
    String capability() {
        byte[] raw = values.get("SCHILY.xattr.security.capability");
        if (raw != null) {
            return hex(raw);
        }
        byte[] encoded = values.get("LIBARCHIVE.xattr.security.capability");
        return encoded == null
                ? ""
                : hex(decoded(Arrays.copyOf(encoded, Math.min(encoded.length, 2 * MAX_CAPABILITY))));
    }

    /** Seconds since 1970 and nanoseconds behind them, both negative before then; what is finer is cut off. */
    record Time(long seconds, int nanos) {}

    /** When the entry was changed last, else {@code otherwise} in whole seconds. */
    Time mtime(long otherwise) throws MismatchException {
        Optional<byte[]> text = text("mtime");
        if (text.isEmpty()) {
            return new Time(otherwise, 0);
        }
        Matcher time = TIME.matcher(new String(text.get(), StandardCharsets.ISO_8859_1));
        if (!time.matches()) {
            throw malformed();
        }
        boolean before = !time.group(1).isEmpty();
        String fraction = time.group(3) == null ? "" : time.group(3);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        long seconds = Long.parseLong(time.group(2));
        return before ? new Time(-seconds, -nanos) : new Time(seconds, nanos);
    }

    /** The SHA-256 in hex of all extended attributes' names and values, empty where there are none. */
    String attributes() {
        var attributes = new TreeMap<String, byte[]>();
        values.forEach((key, value) -> {
            if (key.startsWith(LIBARCHIVE)) {
                attributes.putIfAbsent(key.substring(LIBARCHIVE.length()), decoded(value));
            } else if (key.startsWith(SCHILY)) {
                attributes.put(key.substring(SCHILY.length()), value);
            }
        });
        if (attributes.isEmpty()) {
            return "";
        }
        MessageDigest computation = Digest.Algorithm.SHA256.newDigest();
        attributes.forEach((name, value) -> {
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            computation.update(ByteBuffer.allocate(8)
                    .putInt(key.length)
                    .putInt(value.length)
                    .array());
            computation.update(key);
            computation.update(value);
        });
        return Digest.of(Digest.Algorithm.SHA256, computation).hex();
    }

    private static String hex(byte[] value) {
        return HexFormat.of().formatHex(value, 0, Math.min(value.length, MAX_CAPABILITY));
    }

    /** What is no base64 stays as it is: that there is an attribute must not be lost. */
    private static byte[] decoded(byte[] base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    /** Whether the records would change which bytes belong to which file, for all entries that follow. */
    boolean changesEntries() {
        return values.containsKey("path") || values.containsKey("linkpath") || values.containsKey("size");
    }

    private static PaxRecords checked(PaxRecords records) throws MismatchException {
        for (String key : records.values.keySet()) {
            if (key.startsWith("GNU.sparse.")) {
                throw new MismatchException("the layer holds a sparse file, which is not read");
            }
            if (OVERLAY.matcher(key).matches()) {
                throw new MismatchException(
                        "the layer holds an attribute of overlay file systems, which shows other files than it lists");
            }
        }
        return records;
    }

    private static int decimal(byte[] text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    private static int indexOf(byte[] text, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static MismatchException malformed() {
        return new MismatchException("a tar entry's PAX header is malformed");
    }
}
