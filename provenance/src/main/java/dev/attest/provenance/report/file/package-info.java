/** Files of reports: each read once, bounded and hashed while it is read. */
@NullMarked
package dev.attest.provenance.report.file;

import org.jspecify.annotations.NullMarked;
