/** Python distributions as pip, setuptools and distributions' packages install them. */
@NullMarked
package dev.attest.sbom.python;

import org.jspecify.annotations.NullMarked;
