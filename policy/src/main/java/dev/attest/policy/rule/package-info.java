/** The built-in rules, one class for each question. */
@NullMarked
package dev.attest.policy.rule;

import org.jspecify.annotations.NullMarked;
