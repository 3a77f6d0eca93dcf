package dev.attest.sbom;

import dev.attest.sbom.facts.ImageFacts;

/** What one pass over an image's layers gives: its components and its facts. */
public record ScanResult(Sbom sbom, ImageFacts facts) {}
