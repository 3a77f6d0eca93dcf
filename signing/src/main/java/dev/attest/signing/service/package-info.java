/** What all services that a signer asks have in common: how they are addressed, asked, asked again, and how they fail. */
@NullMarked
package dev.attest.signing.service;

import org.jspecify.annotations.NullMarked;
