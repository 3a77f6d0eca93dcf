/** What an image shows of itself beyond its components, as in-toto SCAI v0.3 (shells, tools, users, permissions). */
@NullMarked
package dev.attest.sbom.facts;

import org.jspecify.annotations.NullMarked;
