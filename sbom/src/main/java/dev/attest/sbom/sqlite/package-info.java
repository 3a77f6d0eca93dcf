/** Tables of SQLite database files, with their write-ahead log. */
@NullMarked
package dev.attest.sbom.sqlite;

import org.jspecify.annotations.NullMarked;
