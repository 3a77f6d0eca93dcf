/** ZIP archives in memory, which jars, eggs and package caches are. */
@NullMarked
package dev.attest.sbom.zip;

import org.jspecify.annotations.NullMarked;
