package dev.attest.provenance.report.coverage;

/** The forms of reports that are read, by the name of the tool that they come from. */
enum Format {
    JACOCO("jacoco", "JaCoCo XML"),
    JACOCO_CSV("jacoco", "JaCoCo CSV"),
    COBERTURA("cobertura", "Cobertura XML"),
    CLOVER("clover", "Clover XML"),
    LCOV("lcov", "LCOV"),
    GO("go", "Go cover profile");

    private final String tool;
    private final String title;

    Format(String tool, String title) {
        this.tool = tool;
        this.title = title;
    }

    String tool() {
        return tool;
    }

    String title() {
        return title;
    }
}
