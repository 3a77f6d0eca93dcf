package dev.attest.policy.rule;

import dev.attest.provenance.level.BuildLevel;

/** Levels as findings name them. */
final class Levels {
    private Levels() {}

    static String said(BuildLevel level) {
        String why = level.whyNotMore().isEmpty() ? "" : " (" + String.join("; ", level.whyNotMore()) + ")";
        return "SLSA Build level " + level.level() + why;
    }
}
