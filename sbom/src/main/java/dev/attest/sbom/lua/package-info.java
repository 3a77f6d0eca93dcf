/** Installed Lua rocks. */
@NullMarked
package dev.attest.sbom.lua;

import org.jspecify.annotations.NullMarked;
