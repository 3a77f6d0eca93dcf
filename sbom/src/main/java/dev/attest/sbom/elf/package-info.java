/** ELF programs that say which package they were built for. */
@NullMarked
package dev.attest.sbom.elf;

import org.jspecify.annotations.NullMarked;
