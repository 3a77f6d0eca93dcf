package dev.attest.pipeline;

/** Is told, for people, what is being done; decides nothing. */
@FunctionalInterface
public interface Progress {
    void step(String what);
}
