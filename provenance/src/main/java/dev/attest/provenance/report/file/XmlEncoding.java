package dev.attest.provenance.report.file;

import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The encoding of an XML document, by its first bytes: a byte order mark, else what its declaration says, else UTF-8. */
final class XmlEncoding {
    private static final int HEAD = 200;
    private static final Pattern DECLARED =
            Pattern.compile("\\s*<\\?xml[^>?]{1,100}encoding\\s?=\\s?[\"']([A-Za-z0-9._-]{1,40})");
    private static final Map<String, Charset> KNOWN = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "utf8", StandardCharsets.UTF_8,
            "us-ascii", StandardCharsets.US_ASCII,
            "ascii", StandardCharsets.US_ASCII,
            "iso-8859-1", StandardCharsets.ISO_8859_1,
            "windows-1252", Charset.forName("windows-1252"));

    private XmlEncoding() {}

    /** Takes the byte order mark off {@code in}, which can be marked, and nothing else. */
    static Charset of(InputStream in) throws IOException, MalformedProvenanceException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        String first = new String(head, StandardCharsets.ISO_8859_1);
        if (first.startsWith("\u00ef\u00bb\u00bf")) {
            in.skipNBytes(3);
            return StandardCharsets.UTF_8;
        }
        if (first.startsWith("\u00ff\u00fe") || first.startsWith("\u00fe\u00ff")) {
            in.skipNBytes(2);
            return first.charAt(0) == '\u00ff' ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        }
        Matcher declared = DECLARED.matcher(first);
        if (!declared.lookingAt()) {
            return StandardCharsets.UTF_8;
        }
        Charset charset = KNOWN.get(declared.group(1).toLowerCase(Locale.ROOT));
        if (charset == null) {
            throw new MalformedProvenanceException("not XML in an encoding that is read: " + declared.group(1));
        }
        return charset;
    }
}
