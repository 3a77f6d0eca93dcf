package dev.attest.sbom.ruby;

import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.PackageFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gemspec as a finding. It is Ruby code, of which only assignments of literals count, one in a line as RubyGems writes
 * them when it installs, and the {@code # stub:} comment above them, by which RubyGems itself knows the gem.
 */
final class Gemspec {
    /** Larger ones stay unread: 1 MiB. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_LINE = 64 << 10;
    private static final String STUB = "# stub: ";
    private static final Pattern ASSIGNMENT = Pattern.compile("[a-z_]\\w{0,50}\\.([a-z_]{1,50})\\s*=\\s*(?![=~])(.*)");
    private static final Pattern DEPENDENCY =
            Pattern.compile("[a-z_]\\w{0,50}\\.add_(?:runtime_)?dependency\\s*\\(?\\s*(.*)");

    private final Map<String, String> assigned = new TreeMap<>();
    private final List<String> needs = new ArrayList<>();
    private Optional<FullName> stub = Optional.empty();

    private Gemspec() {}

    /** The finding; without a name where neither the text nor the file's {@code stem} gives one with a version. */
    static Finding read(byte[] bytes, String stem) {
        var gemspec = new Gemspec();
        boolean skipped = false;
        for (String raw : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            String line = raw.strip();
            // What RubyGems wrote for its own older versions names development dependencies, too.
            skipped = line.equals("else") || (skipped && !line.equals("end"));
            if (!skipped && line.length() <= MAX_LINE) {
                gemspec.line(line);
            }
        }
        return gemspec.finding(stem);
    }

    private void line(String line) {
        if (line.startsWith(STUB)) {
            String[] words = line.substring(STUB.length()).split(" ");
            boolean named = words.length >= 3 && FullName.isName(words[0]) && FullName.isVersion(words[1]);
            stub = named && stub.isEmpty() ? Optional.of(new FullName(words[0], words[1], words[2])) : stub;
            return;
        }
        Matcher dependency = DEPENDENCY.matcher(line);
        if (dependency.matches()) {
            new LiteralReader(dependency.group(1))
                    .text()
                    .filter(FullName::isName)
                    .ifPresent(needs::add);
            return;
        }
        Matcher assignment = ASSIGNMENT.matcher(line);
        if (assignment.matches()) {
            assigned.put(assignment.group(1), assignment.group(2));
        }
    }

    private Finding finding(String stem) {
        Optional<FullName> name = stub.or(this::written).or(() -> FullName.parse(stem));
        if (name.isEmpty()) {
            return new Finding(Map.of());
        }
        String platform = name.get().platform();
        Map<String, String> metadata = new LiteralReader(assigned.getOrDefault("metadata", "")).pairs();
        var licences = texts(texts("licenses").isEmpty() ? "license" : "licenses");
        var authors = texts(texts("authors").isEmpty() ? "author" : "authors");
        return new PackageFields()
                .put(PackageFields.NAME, name.get().name())
                .put(PackageFields.VERSION, name.get().version())
                .put(PackageFields.ARCH, FullName.isPlatform(platform) ? platform : FullName.ANY_PLATFORM)
                .put(PackageFields.LICENCES, licences)
                .put(PackageFields.SUPPLIER, String.join(", ", authors))
                .put(PackageFields.REQUIRES, needs)
                .reference(PackageFields.WEBSITE, text("homepage").orElse(""))
                .reference(PackageFields.VCS, metadata.getOrDefault("source_code_uri", ""))
                .finding();
    }

    private Optional<FullName> written() {
        Optional<String> name = text("name").filter(FullName::isName);
        Optional<String> version = text("version").filter(FullName::isVersion);
        return name.flatMap(known -> version.map(
                number -> new FullName(known, number, text("platform").orElse(FullName.ANY_PLATFORM))));
    }

    private Optional<String> text(String attribute) {
        return new LiteralReader(assigned.getOrDefault(attribute, "")).text();
    }

    private List<String> texts(String attribute) {
        return new LiteralReader(assigned.getOrDefault(attribute, "")).texts();
    }
}
