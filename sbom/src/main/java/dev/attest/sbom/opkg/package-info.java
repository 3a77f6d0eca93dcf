/** Packages of opkg, which OpenWrt and Yocto install with. */
@NullMarked
package dev.attest.sbom.opkg;

import org.jspecify.annotations.NullMarked;
