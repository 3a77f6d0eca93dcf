package dev.attest.cli;

/** How a command that decides or lists writes its result. */
enum ResultFormat {
    text,
    json
}
