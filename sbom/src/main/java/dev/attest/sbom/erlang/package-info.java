/** Applications of Erlang/OTP, Elixir's among them. */
@NullMarked
package dev.attest.sbom.erlang;

import org.jspecify.annotations.NullMarked;
