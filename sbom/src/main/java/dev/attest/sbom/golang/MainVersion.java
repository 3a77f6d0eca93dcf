package dev.attest.sbom.golang;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a program's own module. The Go command knows it only where it was asked to install one; else a version
 * that the linker was told to set, else the commit, as a pseudo-version (Go Modules Reference, "Pseudo-versions").
 */
final class MainVersion {
    /** {@code source} says where it comes from: {@code module}, {@code ldflags} or {@code vcs}. */
    record Found(String version, String source) {}

    private static final Pattern SET =
            Pattern.compile("(?:^|[\\s'\"])-X[= ]?\\s?['\"]?([^\\s'\"=]{1,300})=([^\\s'\"]{1,100})");
    private static final Pattern VERSION =
            Pattern.compile("v?([0-9]{1,9}\\.[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:[-+.][0-9A-Za-z.+_-]{1,60})?)");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{12,64}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private MainVersion() {}

    static Optional<Found> of(ModuleLines lines) {
        String stated = lines.main().map(ModuleLines.Module::version).orElse("");
        if (!stated.isEmpty() && !stated.equals("(devel)")) {
            return Optional.of(new Found(stated, "module"));
        }
        return linked(
                        lines.setting("-ldflags"),
                        lines.main().map(ModuleLines.Module::path).orElse(""))
                .or(() -> committed(lines.setting("vcs.revision"), lines.setting("vcs.time")));
    }

    /** The first setting of a variable that is called a version, of the program's own packages before others. */
    private static Optional<Found> linked(String flags, String module) {
        Optional<Found> other = Optional.empty();
        Matcher settings = SET.matcher(flags);
        while (settings.find()) {
            String variable = settings.group(1);
            Matcher version = VERSION.matcher(settings.group(2));
            if (isVersion(variable) && version.matches()) {
                var found = Optional.of(new Found("v" + version.group(1), "ldflags"));
                boolean own = variable.startsWith("main.") || (!module.isEmpty() && variable.startsWith(module));
                if (own) {
                    return found;
                }
                other = other.or(() -> found);
            }
        }
        return other;
    }

    /** {@code buildVersion}, but not {@code goVersion} or {@code kubeVersionMajor}. */
    private static boolean isVersion(String variable) {
        String name = variable.substring(variable.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "version",
                    "gitversion",
                    "buildversion",
                    "appversion",
                    "releaseversion",
                    "currentversion",
                    "programversion",
                    "versionnumber",
                    "semver",
                    "gittag",
                    "gitdescribe",
                    "tag",
                    "release" -> true;
            default -> false;
        };
    }

    private static Optional<Found> committed(String revision, String time) {
        if (!COMMIT.matcher(revision).matches()) {
            return Optional.empty();
        }
        try {
            String stamp = TIME.format(Instant.parse(time));
            return Optional.of(new Found("v0.0.0-" + stamp + "-" + revision.substring(0, 12), "vcs"));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
