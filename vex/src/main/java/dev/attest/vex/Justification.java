package dev.attest.vex;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a product is not affected (OpenVEX v0.2.0, Status Justifications). */
public enum Justification {
    COMPONENT_NOT_PRESENT,
    VULNERABLE_CODE_NOT_PRESENT,
    VULNERABLE_CODE_NOT_IN_EXECUTE_PATH,
    VULNERABLE_CODE_CANNOT_BE_CONTROLLED_BY_ADVERSARY,
    INLINE_MITIGATIONS_ALREADY_EXIST;

    /** The label in documents. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The justification with this label. */
    public static Optional<Justification> labelled(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }
}
