/** The reports of other scanners, read into the one model of {@link dev.attest.vex.scan.ScanReport}. */
@NullMarked
package dev.attest.vex.report;

import org.jspecify.annotations.NullMarked;
