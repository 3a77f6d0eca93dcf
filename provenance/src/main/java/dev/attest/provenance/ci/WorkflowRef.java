package dev.attest.provenance.ci;

import dev.attest.provenance.MalformedProvenanceException;

/** The {@code owner/repo/path@ref} in which GitHub names a workflow file. Path and ref may themselves hold an at sign. */
record WorkflowRef(String path, String ref) {
    /**
     * Takes off {@code repository/} in front and {@code @ref} behind, as the build type's page says. A workflow of another
     * ref than the run's is cut before {@code refs/}, or at the last at sign where there is none.
     */
    static WorkflowRef parse(String workflowRef, String repository, String ref) throws MalformedProvenanceException {
        if (!workflowRef.startsWith(repository + "/")) {
            throw new MalformedProvenanceException(
                    "workflow_ref is " + workflowRef + ", which is not in the repository " + repository);
        }
        String rest = workflowRef.substring(repository.length() + 1);
        int at = rest.endsWith("@" + ref) ? rest.length() - ref.length() - 1 : rest.indexOf("@refs/");
        if (at < 0) {
            at = rest.lastIndexOf('@');
        }
        if (at < 1 || at == rest.length() - 1) {
            throw new MalformedProvenanceException("workflow_ref is not path@ref: " + workflowRef);
        }
        return new WorkflowRef(rest.substring(0, at), rest.substring(at + 1));
    }

    /** Whether the file is of the run's own ref; a branch or tag may be named without {@code refs/heads/}. */
    boolean isOf(String runRef) {
        return ref.equals(runRef) || runRef.equals("refs/heads/" + ref) || runRef.equals("refs/tags/" + ref);
    }
}
