/** Packages and applications of Node.js, as npm, pnpm and Yarn install them. */
@NullMarked
package dev.attest.sbom.node;

import org.jspecify.annotations.NullMarked;
