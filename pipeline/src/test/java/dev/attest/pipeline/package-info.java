@org.jspecify.annotations.NullMarked
package dev.attest.pipeline;
