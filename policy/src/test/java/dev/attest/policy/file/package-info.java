@org.jspecify.annotations.NullMarked
package dev.attest.policy.file;
