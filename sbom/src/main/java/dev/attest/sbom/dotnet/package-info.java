/** .NET: what an application was published with, and assemblies. */
@NullMarked
package dev.attest.sbom.dotnet;

import org.jspecify.annotations.NullMarked;
