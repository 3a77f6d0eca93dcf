package dev.attest.sbom.binary;

import dev.attest.sbom.Component;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A row of the table of programs: {@code name} is that of its purl, {@code files} what its files are called,
 * {@code products} CPE's {@code vendor:product}. {@code versions} are the places where it says its version, the surest
 * first.
 */
record KnownProgram(
        String name, List<FileName> files, Component.Type type, List<String> products, List<VersionText> versions) {

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
        List<FileName> files =
                List.of(fields[1].split(",")).stream().map(FileName::of).toList();
        List<String> products = fields[3].equals("-") ? List.of() : List.of(fields[3].split(","));
        return new KnownProgram(
                fields[0],
                files,
                Component.Type.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                products,
                List.copyOf(versions));
    }

    boolean isCalled(String file) {
        return files.stream().anyMatch(name -> name.fits(file));
    }

    /** A file's name: what it begins with, and the pattern of all of it where it has one. */
    record FileName(String start, Optional<Pattern> pattern) {
        private static final String SPECIAL = "*[";

        static FileName of(String glob) {
            int end = 0;
            while (end < glob.length() && SPECIAL.indexOf(glob.charAt(end)) < 0) {
                end++;
            }
            if (end == glob.length() || glob.equals("[")) {
                return new FileName(glob, Optional.empty());
            }
            String pattern = glob.replace(".", "\\.").replace("+", "\\+").replace("*", "[^/]*");
            return new FileName(glob.substring(0, end), Optional.of(Pattern.compile(pattern)));
        }

        boolean fits(String file) {
            return pattern.isEmpty()
                    ? file.equals(start)
                    : file.startsWith(start) && pattern.get().matcher(file).matches();
        }
    }
}
