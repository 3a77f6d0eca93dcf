package dev.attest.vex;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a statement says of a vulnerability in a product (OpenVEX v0.2.0, Status Labels), least cautious first. */
public enum Status {
    NOT_AFFECTED,
    FIXED,
    UNDER_INVESTIGATION,
    AFFECTED;

    /** The label in documents. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status with this label. */
    public static Optional<Status> labelled(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }
}
