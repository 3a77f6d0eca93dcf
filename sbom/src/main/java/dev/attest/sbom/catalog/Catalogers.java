package dev.attest.sbom.catalog;

import dev.attest.sbom.apk.ApkCataloger;
import dev.attest.sbom.binary.KnownProgramCataloger;
import dev.attest.sbom.chisel.ChiselCataloger;
import dev.attest.sbom.conda.CondaCataloger;
import dev.attest.sbom.dotnet.DotnetCataloger;
import dev.attest.sbom.dpkg.DpkgCataloger;
import dev.attest.sbom.elf.ElfNoteCataloger;
import dev.attest.sbom.embedded.BitnamiCataloger;
import dev.attest.sbom.embedded.EmbeddedCataloger;
import dev.attest.sbom.erlang.ErlangCataloger;
import dev.attest.sbom.facts.DevelopmentPackages;
import dev.attest.sbom.facts.GroupCataloger;
import dev.attest.sbom.facts.PasswdCataloger;
import dev.attest.sbom.golang.GoCataloger;
import dev.attest.sbom.graal.NativeImageCataloger;
import dev.attest.sbom.java.JavaArchiveCataloger;
import dev.attest.sbom.java.JavaRuntimeCataloger;
import dev.attest.sbom.lua.LuaCataloger;
import dev.attest.sbom.node.NodeCataloger;
import dev.attest.sbom.opkg.OpkgCataloger;
import dev.attest.sbom.os.OsReleaseCataloger;
import dev.attest.sbom.pacman.PacmanCataloger;
import dev.attest.sbom.php.PhpCataloger;
import dev.attest.sbom.python.PythonCataloger;
import dev.attest.sbom.rlang.RCataloger;
import dev.attest.sbom.rpm.RpmCataloger;
import dev.attest.sbom.ruby.RubyCataloger;
import dev.attest.sbom.rust.RustCataloger;
import dev.attest.sbom.secret.SecretCataloger;
import dev.attest.sbom.unread.UnreadEvidence;
import java.util.List;

/** The catalogers that run, in the order of their second phase: who tells others something stands before them. */
public final class Catalogers {
    public static final List<Cataloger> ALL = List.of(
            new OsReleaseCataloger(),
            new DpkgCataloger(),
            new ApkCataloger(),
            new RpmCataloger(),
            new PacmanCataloger(),
            new OpkgCataloger(),
            new ChiselCataloger(),
            new BitnamiCataloger(),
            new CondaCataloger(),
            new RubyCataloger(),
            new PhpCataloger(),
            new RCataloger(),
            new LuaCataloger(),
            new ErlangCataloger(),
            new JavaRuntimeCataloger(),
            new JavaArchiveCataloger(),
            new NodeCataloger(),
            new PythonCataloger(),
            new GoCataloger(),
            new RustCataloger(),
            new NativeImageCataloger(),
            new DotnetCataloger(),
            new ElfNoteCataloger(),
            new KnownProgramCataloger(),
            new EmbeddedCataloger(),
            new PasswdCataloger(),
            new GroupCataloger(),
            new DevelopmentPackages(),
            new SecretCataloger(),
            new UnreadEvidence());

    private Catalogers() {}
}
