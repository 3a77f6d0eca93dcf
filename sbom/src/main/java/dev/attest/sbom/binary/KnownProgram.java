package dev.attest.sbom.binary;

import dev.attest.sbom.Component;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A row of the table of programs: {@code name} is that of its purl, {@code files} what its files are called,
 * {@code products} CPE's {@code vendor:product}. {@code versions} are the places where it says its version, the surest
 * first.
 */
record KnownProgram(
        String name, List<Pattern> files, Component.Type type, List<String> products, List<VersionText> versions) {

    /** A text that is searched, and the pattern around it whose group is the version. */
    record VersionText(String anchor, String pattern) {
        private static final String PLACE = "{v}";

        /** The same with the version that the file's name gives. */
        VersionText of(String version) {
            return new VersionText(anchor.replace(PLACE, version), pattern.replace(PLACE, Pattern.quote(version)));
        }

        boolean needsName() {
            return pattern.contains(PLACE);
        }
    }

    /** Reads the four fields that begin a row. */
    static KnownProgram of(String[] fields, List<VersionText> versions) {
        List<Pattern> files =
                List.of(fields[1].split(",")).stream().map(KnownProgram::glob).toList();
        List<String> products = fields[3].equals("-") ? List.of() : List.of(fields[3].split(","));
        return new KnownProgram(
                fields[0],
                files,
                Component.Type.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                products,
                List.copyOf(versions));
    }

    boolean isCalled(String file) {
        return files.stream().anyMatch(pattern -> pattern.matcher(file).matches());
    }

    private static Pattern glob(String glob) {
        if (glob.equals("[")) {
            return Pattern.compile("\\[");
        }
        return Pattern.compile(glob.replace(".", "\\.").replace("+", "\\+").replace("*", "[^/]*"));
    }
}
