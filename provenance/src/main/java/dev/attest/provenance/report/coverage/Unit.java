package dev.attest.provenance.report.coverage;

import java.util.Locale;

/** What is counted. Go counts statements, because its profiles know blocks of them and not single lines. */
public enum Unit {
    LINE,
    BRANCH,
    STATEMENT;

    /** The condition of the attribute that holds the ratio. */
    public String ratioName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String plural() {
        return this == BRANCH ? "branches" : ratioName() + "s";
    }

    String coveredName() {
        return ratioName() + "Covered";
    }

    String totalName() {
        return ratioName() + "Total";
    }
}
