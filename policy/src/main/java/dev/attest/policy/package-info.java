/**
 * From evidence to a verdict. Pure: it reads no file, asks no registry and knows no clock but the times that it is given.
 */
@NullMarked
package dev.attest.policy;

import org.jspecify.annotations.NullMarked;
