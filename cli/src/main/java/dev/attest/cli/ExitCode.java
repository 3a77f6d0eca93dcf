package dev.attest.cli;

/** How attest ends; scripts and the deploy step rely on these numbers. */
enum ExitCode {
    /** Done, or verified. */
    DONE(0),
    /** Evidence missing or wrong, content malformed or not what its digest says. */
    REFUSED(1),
    /** The command line cannot be carried out as written. */
    USAGE(2),
    /** Could not decide: registry, network, trust root, clock, or a fault of ours. */
    UNDECIDED(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
