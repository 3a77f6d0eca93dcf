/** OpenVEX v0.2.0: read leniently, written strictly, with go-vex's canonical hash. */
@NullMarked
package dev.attest.vex.openvex;

import org.jspecify.annotations.NullMarked;
