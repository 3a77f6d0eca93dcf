/** Policies that users write: a YAML file that begins from a built-in profile and asks for more. */
@NullMarked
package dev.attest.policy.file;

import org.jspecify.annotations.NullMarked;
