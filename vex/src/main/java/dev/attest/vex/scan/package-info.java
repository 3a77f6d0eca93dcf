/** What a scan for vulnerabilities found, whoever scanned: one model, and the predicate that is made of it. */
@NullMarked
package dev.attest.vex.scan;

import org.jspecify.annotations.NullMarked;
