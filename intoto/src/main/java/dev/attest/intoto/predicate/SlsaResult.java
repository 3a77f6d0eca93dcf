package dev.attest.intoto.predicate;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code verifiedLevels} (SLSA v1.2, SlsaResult): the level of a track ({@code SLSA_BUILD_LEVEL_3}), a track
 * that was not looked at ({@code SLSA_BUILD_LEVEL_UNEVALUATED}), a verified property, {@code FAILED}, or a value of the
 * verifier's own, which never begins with {@code SLSA_}.
 */
public record SlsaResult(String text) implements Comparable<SlsaResult> {
    /** All that may be said when a policy refused. */
    public static final SlsaResult FAILED = new SlsaResult("FAILED");

    /** Two or more independent build platforms made the same bytes. */
    public static final SlsaResult BUILD_REPRODUCED = new SlsaResult("SLSA_BUILD_REPRODUCED");

    /** Two trusted persons reviewed the source. */
    public static final SlsaResult TWO_PARTY_REVIEWED = new SlsaResult("SLSA_SOURCE_TWO_PARTY_REVIEWED");

    /** Longer than any name that a track or a policy engine has. */
    public static final int MAX_LENGTH = 256;

    private static final String RESERVED = "SLSA_";
    private static final Set<String> PROPERTIES = Set.of(BUILD_REPRODUCED.text, TWO_PARTY_REVIEWED.text);
    private static final Set<String> WRITTEN_TRACKS = Set.of("BUILD", "SOURCE");
    private static final Pattern LEVEL = Pattern.compile("SLSA_([A-Z]+)_LEVEL_([0-9]|UNEVALUATED)");

    public SlsaResult {
        if (text.isEmpty() || text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("not a SlsaResult: 1 to " + MAX_LENGTH + " visible ASCII characters");
        }
    }

    /** The level of the Build track, 0 to 3; there is no level 4 in any version of the specification's v1. */
    public static SlsaResult build(int level) {
        return level("BUILD", level, 3);
    }

    /** The level of the Source track, 0 to 4. */
    public static SlsaResult source(int level) {
        return level("SOURCE", level, 4);
    }

    /** The track it speaks of ({@code BUILD}); empty for a property and for a value of somebody's own. */
    public Optional<String> track() {
        Matcher matcher = LEVEL.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * The level, where the specification has such a level: {@code SLSA_BUILD_LEVEL_4} is none and implies nothing. Tracks
     * this version does not know are believed in their numbers.
     */
    public OptionalInt level() {
        Matcher matcher = LEVEL.matcher(text);
        if (!matcher.matches() || matcher.group(2).equals("UNEVALUATED")) {
            return OptionalInt.empty();
        }
        int level = Integer.parseInt(matcher.group(2));
        return level > highest(matcher.group(1)) ? OptionalInt.empty() : OptionalInt.of(level);
    }

    /** Whether this one, verified, is as good as {@code wanted}: a level implies those below it in its track. */
    public boolean implies(SlsaResult wanted) {
        if (wanted.level().isEmpty()) {
            return text.equals(wanted.text);
        }
        return track().equals(wanted.track())
                && level().isPresent()
                && level().getAsInt() >= wanted.level().getAsInt();
    }

    /** Whether attest may write it: what SLSA v1.2 defines, or a value that makes no pretence of being SLSA's. */
    boolean isWritable() {
        if (!text.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
            return true;
        }
        boolean known = track().filter(WRITTEN_TRACKS::contains).isPresent();
        return PROPERTIES.contains(text) || (known && (level().isPresent() || text.endsWith("_UNEVALUATED")));
    }

    @Override
    public int compareTo(SlsaResult other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static SlsaResult level(String track, int level, int highest) {
        if (level < 0 || level > highest) {
            throw new IllegalArgumentException("the " + track + " track has no level " + level);
        }
        return new SlsaResult(RESERVED + track + "_LEVEL_" + level);
    }

    private static int highest(String track) {
        return switch (track) {
            case "BUILD" -> 3;
            case "SOURCE" -> 4;
            default -> 9;
        };
    }
}
