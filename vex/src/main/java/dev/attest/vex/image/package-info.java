/** Templates from a source repository, made into statements about one image and what is in it. */
@NullMarked
package dev.attest.vex.image;

import org.jspecify.annotations.NullMarked;
