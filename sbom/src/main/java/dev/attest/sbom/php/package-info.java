/** Installed PHP packages of Composer, PEAR and PECL. */
@NullMarked
package dev.attest.sbom.php;

import org.jspecify.annotations.NullMarked;
