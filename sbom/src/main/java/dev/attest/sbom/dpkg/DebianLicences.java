package dev.attest.sbom.dpkg;

import dev.attest.sbom.licence.LicenceExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's short names of licences (DEP 5, "License specification") as SPDX expressions: {@code GPL-2+ or Artistic} is
 * {@code GPL-2.0-or-later OR Artistic-1.0}. A name that SPDX does not list becomes a {@code LicenseRef-}, a sentence in
 * the place of a name nothing. As in DEP 5, "and" binds closer than "or", and both closer than after a comma.
 */
final class DebianLicences {
    private static final int MAX_WORDS = 6;
    private static final int MAX_UNLISTED_WORDS = 2;
    private static final Pattern GNU =
            Pattern.compile("(a|l)?gpl[- ]?v?([1-3])(?:\\.([0-9]))?(?:\\.0)?(\\+|-or-later|-only| or later| only)?");
    private static final Pattern FREE_DOCUMENTATION =
            Pattern.compile("gfdl(-niv)?-(1\\.[1-3])(\\+)?(-no-invariants?)?(?:-or-later)?");
    private static final Pattern WITH = Pattern.compile("(.+?)[ -]with[ -](?:the )?(.+?)(?:[ -]exceptions?)?");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("expat", "MIT"),
            Map.entry("mit/expat", "MIT"),
            Map.entry("bsd-2", "BSD-2-Clause"),
            Map.entry("bsd-3", "BSD-3-Clause"),
            Map.entry("bsd-4", "BSD-4-Clause"),
            Map.entry("3c-bsd", "BSD-3-Clause"),
            Map.entry("artistic", "Artistic-1.0"),
            Map.entry("artistic-1", "Artistic-1.0"),
            Map.entry("bsl-1", "BSL-1.0"),
            Map.entry("boost-1.0", "BSL-1.0"),
            Map.entry("cc0", "CC0-1.0"),
            Map.entry("zlib/libpng", "Zlib"),
            Map.entry("psf-2", "PSF-2.0"),
            Map.entry("python-2", "Python-2.0"),
            Map.entry("edl-1", "BSD-3-Clause"),
            Map.entry("edl-1.0", "BSD-3-Clause"),
            Map.entry("wtfpl-2", "WTFPL"),
            Map.entry("openldap-2.8", "OLDAP-2.8"),
            Map.entry("sil-1.1", "OFL-1.1"),
            Map.entry("pd", "LicenseRef-public-domain"),
            Map.entry("public domain", "LicenseRef-public-domain"),
            Map.entry("public-domain", "LicenseRef-public-domain"));

    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("2 autoconf", "Autoconf-exception-2.0"),
            Map.entry("3 autoconf", "Autoconf-exception-3.0"),
            Map.entry("2 autoconf-data", "Autoconf-exception-generic"),
            Map.entry("3 autoconf-data", "Autoconf-exception-generic"),
            Map.entry("2 bison", "Bison-exception-2.2"),
            Map.entry("3 bison", "Bison-exception-2.2"),
            Map.entry("3 bison-2.2", "Bison-exception-2.2"),
            Map.entry("2 classpath", "Classpath-exception-2.0"),
            Map.entry("2 font", "Font-exception-2.0"),
            Map.entry("3 gcc", "GCC-exception-3.1"),
            Map.entry("3 gcc runtime library", "GCC-exception-3.1"),
            Map.entry("2 libtool", "Libtool-exception"),
            Map.entry("2 linux-syscall-note", "Linux-syscall-note"),
            Map.entry("3 texinfo", "Texinfo-exception"),
            Map.entry("2 texinfo", "Texinfo-exception"));

    private final Map<String, Optional<LicenceExpression>> known = new HashMap<>();

    /** The expressions of short names, one per line, each once, without those that are none. */
    List<String> expressions(String names) {
        var expressions = new ArrayList<String>();
        for (String name : names.split("\n")) {
            known.computeIfAbsent(name, DebianLicences::parse)
                    .map(LicenceExpression::text)
                    .filter(text -> !expressions.contains(text))
                    .ifPresent(expressions::add);
        }
        return expressions;
    }

    /** How many of the lines are sentences in the place of a name. */
    long unnamed(String names) {
        return names.lines()
                .filter(name ->
                        known.computeIfAbsent(name, DebianLicences::parse).isEmpty())
                .count();
    }

    static Optional<LicenceExpression> parse(String name) {
        String text = name.strip().replaceAll("\\s+", " ").replaceFirst("[.;,]$", "");
        if (text.isEmpty() || text.equalsIgnoreCase("none")) {
            return Optional.empty();
        }
        return joined(
                text,
                "(?i), ?and ",
                LicenceExpression::allOf,
                and -> joined(and, "(?i), ?or ", LicenceExpression::anyOf, DebianLicences::alternatives));
    }

    private static Optional<LicenceExpression> alternatives(String text) {
        String plain = text.replaceAll("(?i) and/or ", " or ").replaceAll("(?i)_or_", " or ");
        return joined(
                plain,
                "(?i) or (?!later)",
                LicenceExpression::anyOf,
                all -> joined(all, "(?i) and |, ?", LicenceExpression::allOf, DebianLicences::single));
    }

    private static Optional<LicenceExpression> joined(
            String text,
            String separator,
            Function<List<LicenceExpression>, LicenceExpression> join,
            Function<String, Optional<LicenceExpression>> operand) {
        var operands = new ArrayList<LicenceExpression>();
        for (String part : text.split(separator)) {
            Optional<LicenceExpression> one = operand.apply(part.strip());
            if (one.isEmpty()) {
                return Optional.empty();
            }
            operands.add(one.get());
        }
        return operands.isEmpty() ? Optional.empty() : Optional.of(join.apply(operands));
    }

    private static Optional<LicenceExpression> single(String text) {
        int words = text.split(" ").length;
        if (text.isEmpty() || words > MAX_WORDS) {
            return Optional.empty();
        }
        boolean isName = words <= MAX_UNLISTED_WORDS || text.contains(" with ");
        return LicenceExpression.parse(spdx(text))
                .or(() -> isName ? Optional.of(LicenceExpression.reference(text)) : Optional.empty());
    }

    private static String spdx(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replaceFirst("[ -]licen[sc]e$", "");
        if (NAMES.containsKey(lower)) {
            return NAMES.get(lower);
        }
        Matcher gnu = GNU.matcher(lower);
        if (gnu.matches()) {
            return gnu(gnu);
        }
        Matcher free = FREE_DOCUMENTATION.matcher(lower);
        if (free.matches()) {
            boolean invariant = free.group(1) == null && free.group(4) == null;
            return "GFDL-" + free.group(2) + (invariant ? "" : "-no-invariants")
                    + (free.group(3) == null ? "-only" : "-or-later");
        }
        Matcher with = WITH.matcher(lower);
        if (with.matches()) {
            Matcher base = GNU.matcher(with.group(1));
            String exception = base.matches() ? EXCEPTIONS.get(base.group(2) + " " + with.group(2)) : null;
            return exception == null ? "" : gnu(base) + " WITH " + exception;
        }
        return LicenceExpression.parse(lower).isPresent() ? lower : lower + ".0";
    }

    private static String gnu(Matcher gnu) {
        String family = (gnu.group(1) == null ? "" : gnu.group(1)) + "gpl-";
        String minor = gnu.group(3) == null ? "0" : gnu.group(3);
        String suffix = gnu.group(4) == null ? "" : gnu.group(4);
        boolean later = suffix.equals("+") || suffix.endsWith("later");
        return family + gnu.group(2) + "." + minor + (later ? "-or-later" : "-only");
    }
}
