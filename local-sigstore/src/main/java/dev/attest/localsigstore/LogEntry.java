package dev.attest.localsigstore;

/**
 * An entry that is in the log.
 *
 * @param index its place, from 0
 * @param body base64 of the canonical bytes, as Rekor serves it
 * @param integratedTime seconds since the epoch
 * @param leafHash hex of the Merkle leaf hash
 */
record LogEntry(int index, String body, long integratedTime, String leafHash) {}
