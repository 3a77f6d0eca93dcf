package dev.attest.testvectors;

/**
 * Where a fault strikes: at the occurrences from {@code first} to {@code last} (counted from 1) of a step.
 */
public record Injection(Fault fault, Step step, int first, int last) {

    /** At one occurrence of a step. */
    public static Injection at(Fault fault, Step step, int occurrence) {
        return new Injection(fault, step, occurrence, occurrence);
    }

    /** At every request of that kind. */
    public static Injection every(Fault fault, Step step) {
        return new Injection(fault, step, 1, Integer.MAX_VALUE);
    }

    /** Whether it strikes at every such request. */
    public boolean isForGood() {
        return last == Integer.MAX_VALUE;
    }

    /** FAULT@STEP, with the occurrence behind a #, or nothing when every one is meant. */
    public static Injection parse(String text) {
        String[] parts = text.split("[@#]", 3);
        Fault fault = Fault.valueOf(parts[0]);
        Step step = Step.valueOf(parts[1]);
        return parts.length == 3 ? at(fault, step, Integer.parseInt(parts[2])) : every(fault, step);
    }

    boolean strikes(Step at, int occurrence) {
        return at == step && occurrence >= first && occurrence <= last;
    }

    @Override
    public String toString() {
        return fault + "@" + step + (isForGood() ? "" : "#" + first);
    }
}
