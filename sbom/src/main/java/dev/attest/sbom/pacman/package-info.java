/** Arch Linux's package database. */
@NullMarked
package dev.attest.sbom.pacman;

import org.jspecify.annotations.NullMarked;
