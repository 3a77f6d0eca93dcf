package dev.attest.cli;

/** What one of {@code copy}, {@code save} and {@code load} is asked: from where, to where, and how to tell. */
record Move(String source, String destination, ResultFormat format) {}
