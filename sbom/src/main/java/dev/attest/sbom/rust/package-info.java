/** Rust programs: the crates that cargo-auditable writes into what it builds. */
@NullMarked
package dev.attest.sbom.rust;

import org.jspecify.annotations.NullMarked;
