package dev.attest.provenance.lockfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions that {@code Cargo.lock} holds of each package. Only plain requirements are compared with them, {@code 1.2}
 * and {@code =1.2.3}; what is written in another way is unknown, and never locked for its name alone.
 */
record CargoVersions(Map<String, Set<String>> versions) implements LockContent {
    /** Stands where no version is asked for in a form that is read. */
    static final String UNTOLD = "?";

    private static final Pattern CARET = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?");
    private static final Pattern EXACT = Pattern.compile("=(\\d{1,9}\\.\\d{1,9}\\.\\d{1,9})");
    private static final Pattern LOCKED = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:\\+.{0,200})?");

    @Override
    public LockState state(Needs needs) {
        Set<LockState> states = new TreeSet<>();
        needs.ranges().forEach((name, asked) -> states.add(state(name, asked)));
        return states.contains(LockState.OUT_OF_STEP)
                ? LockState.OUT_OF_STEP
                : states.contains(LockState.UNKNOWN) ? LockState.UNKNOWN : LockState.LOCKED;
    }

    @Override
    public String reason(Needs needs) {
        LockState state = state(needs);
        String name = needs.ranges().entrySet().stream()
                .filter(one -> state(one.getKey(), one.getValue()) == state)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        return switch (state) {
            case OUT_OF_STEP -> "the lock file has no " + name + " of a version that is asked for";
            case UNKNOWN -> "which version of " + name + " is asked for is not plainly said";
            case LOCKED, MISSING -> "the lock file has all that is asked for";
        };
    }

    private LockState state(String name, String asked) {
        if (name.isEmpty()) {
            return LockState.UNKNOWN;
        }
        Set<String> locked = versions.getOrDefault(name, Set.of());
        if (locked.isEmpty()) {
            return LockState.OUT_OF_STEP;
        }
        LockState state = LockState.LOCKED;
        for (String one : asked.split(" ", -1)) {
            if (!CARET.matcher(one).matches() && !EXACT.matcher(one).matches()) {
                state = LockState.UNKNOWN;
            } else if (locked.stream().noneMatch(version -> satisfies(version, one))) {
                return LockState.OUT_OF_STEP;
            }
        }
        return state;
    }

    /** Cargo Book, "Specifying Dependencies": the leftmost part that is not zero stays, what follows it may grow. */
    private static boolean satisfies(String version, String asked) {
        Matcher locked = LOCKED.matcher(version);
        if (!locked.matches()) {
            return false;
        }
        Matcher exact = EXACT.matcher(asked);
        boolean same = exact.matches();
        List<Integer> least = parts(CARET, same ? exact.group(1) : asked);
        List<Integer> has = parts(LOCKED, version);
        boolean fixed = true;
        for (int i = 0; i < least.size(); i++) {
            int order = Integer.compare(has.get(i), least.get(i));
            if (order != 0) {
                return order > 0 && !fixed;
            }
            fixed = same || (fixed && least.get(i) == 0);
        }
        return true;
    }

    private static List<Integer> parts(Pattern form, String text) {
        Matcher matcher = form.matcher(text);
        var parts = new ArrayList<Integer>();
        for (int i = 1; matcher.matches() && i <= 3 && matcher.group(i) != null; i++) {
            parts.add(Integer.parseInt(matcher.group(i)));
        }
        return parts;
    }
}
