package dev.attest.sbom.cpe;

/** Vendor and product as the NVD's dictionary spells them. */
record Product(String vendor, String name) {}
