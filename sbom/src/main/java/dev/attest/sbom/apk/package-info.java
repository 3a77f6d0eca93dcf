/** Alpine's package database. */
@NullMarked
package dev.attest.sbom.apk;

import org.jspecify.annotations.NullMarked;
