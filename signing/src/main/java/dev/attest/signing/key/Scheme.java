package dev.attest.signing.key;

/** One way to sign: how, and with which hash. */
record Scheme(KeyDetails.Kind kind, HashAlgorithm hash) {}
