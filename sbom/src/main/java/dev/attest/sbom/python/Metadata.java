package dev.attest.sbom.python;

import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** METADATA and PKG-INFO as findings: name, version, licences, author, and the normalised names of what is required. */
final class Metadata {
    /** Larger ones stay unread: 4 MiB, most of it the description. */
    static final int MAX_BYTES = 4 << 20;

    static final String NAME = "name";
    static final String VERSION = "version";
    static final String LICENCES = "licences";
    static final String SUPPLIER = "supplier";
    static final String REQUIRES = "requires";
    static final String INNER = "inner";

    private static final int MAX_NAMES = 1_000;
    private static final int MAX_TEXT = 500;
    private static final Pattern REQUIREMENT =
            Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9._-]*)([^;]*)(;.*)?", Pattern.DOTALL);
    private static final Pattern FOLDER = Pattern.compile(
            "([^/]+?)-([^/-]+)(?:-py[0-9.]+(?:-[^/]*)?)?\\.(?:dist-info|egg-info|egg)", Pattern.CASE_INSENSITIVE);

    private Metadata() {}

    /** What the headers say; {@code folder} is the name of the dist-info, egg-info or egg, which may say the rest. */
    static Finding read(byte[] bytes, String folder) throws UnreadFileException {
        MetadataHeaders headers = MetadataHeaders.parse(bytes);
        Matcher named = FOLDER.matcher(folder);
        boolean complete = named.matches();
        String name = headers.first("Name");
        String version = headers.first("Version");
        if (name.isEmpty() && complete) {
            name = named.group(1);
        }
        if (version.isEmpty()
                && complete
                && DistributionName.normalised(named.group(1)).equals(DistributionName.normalised(name))) {
            version = named.group(2);
        }
        if (!DistributionName.isName(name)) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "no name that a Python distribution can have");
        }
        if (!version.isEmpty() && !DistributionName.isVersion(version)) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "no version that a Python distribution can have");
        }
        var fields = new TreeMap<String, String>();
        fields.put(NAME, name);
        fields.put(VERSION, version);
        fields.put(LICENCES, clip(String.join("\n", Licences.of(headers))));
        fields.put(SUPPLIER, clip(supplier(headers)));
        fields.put(REQUIRES, requirements(headers.all("Requires-Dist").stream()));
        return new Finding(fields);
    }

    /** A requires.txt of setuptools: what stands above the first {@code [extra]}. */
    static Finding requires(String text) {
        String always = text.split("(?m)^\\[", 2)[0];
        return new Finding(Map.of(REQUIRES, requirements(always.lines())));
    }

    /** PEP 508 requirements, those of an extra left out; of other conditions the image shows whether they held. */
    private static String requirements(Stream<String> requirements) {
        var names = new TreeSet<String>();
        requirements.forEach(requirement -> {
            Matcher matcher = REQUIREMENT.matcher(requirement);
            boolean always = matcher.matches()
                    && (matcher.group(3) == null || !matcher.group(3).contains("extra"));
            if (always && DistributionName.isName(matcher.group(1)) && names.size() < MAX_NAMES) {
                names.add(DistributionName.normalised(matcher.group(1)));
            }
        });
        return String.join("\n", names);
    }

    private static String supplier(MetadataHeaders headers) {
        for (String role : new String[] {"Author", "Maintainer"}) {
            String name = headers.first(role).replace('\n', ' ');
            String mail = headers.first(role + "-email").replace('\n', ' ');
            if (!name.isEmpty() && !mail.isEmpty() && mail.indexOf('<') < 0) {
                return name + " <" + mail + ">";
            }
            if (!name.isEmpty() || !mail.isEmpty()) {
                return name.isEmpty() ? mail : name;
            }
        }
        return "";
    }

    private static String clip(String text) {
        return text.length() <= MAX_TEXT ? text : "";
    }
}
