package dev.attest.sbom.cache;

import dev.attest.oci.Digest;
import dev.attest.sbom.ScanLimits;

/**
 * What a kept scan is of: the layer as it was fetched, what it unpacks to, and the bounds it was read with. A scan is
 * kept only after one was checked against the other, so that equal keys need no second check.
 */
public record LayerKey(Digest blob, Digest diffId, ScanLimits limits) {}
