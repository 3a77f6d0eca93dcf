/** Executables: the parts of ELF, PE and Mach-O files that tell what they are, and programs known by texts inside them. */
@NullMarked
package dev.attest.sbom.binary;

import org.jspecify.annotations.NullMarked;
