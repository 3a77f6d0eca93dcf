/** JUnit's XML, the form in which most test runners report. */
@NullMarked
package dev.attest.provenance.report.junit;

import org.jspecify.annotations.NullMarked;
