package dev.attest.sbom.lua;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the rocks that LuaRocks installed: name and version are those of their folders, the rest is what the rockspec
 * assigns literally; rock_manifest says which libraries and programs a rock brought.
 */
public final class LuaCataloger implements Cataloger {
    /** Larger files stay unread: 8 MiB. */
    private static final int MAX_BYTES = 8 << 20;

    private static final int MAX_FILES = 100_000;
    /** No file system has longer ones. */
    private static final int MAX_NAME = 255;

    @Override
    public String id() {
        return "lua/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return RockPath.of(entry.path()).isPresent();
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        RockPath rock = RockPath.of(file.path()).orElseThrow();
        Map<String, LuaValue> assigned = LuaReader.read(file.bytes(MAX_BYTES));
        if (rock.isManifest()) {
            var files = new ArrayList<String>();
            LuaValue manifest = assigned.getOrDefault(RockPath.MANIFEST, LuaValue.NOTHING);
            collect(manifest.field("lib"), rock.prefix() + "lib/lua/" + rock.lua(), files);
            collect(manifest.field("bin"), rock.prefix() + "bin", files);
            return List.of(OwnedFiles.finding(files));
        }
        LuaValue description = assigned.getOrDefault("description", LuaValue.NOTHING);
        LuaValue source = assigned.getOrDefault("source", LuaValue.NOTHING);
        String address = source.field("url").text();
        return List.of(new PackageFields()
                .put(PackageFields.NAME, rock.name())
                .put(PackageFields.VERSION, rock.version())
                .put(PackageFields.LICENCES, description.field("license").text())
                .put(PackageFields.SUPPLIER, description.field("maintainer").text())
                .put(PackageFields.REQUIRES, needed(assigned.getOrDefault("dependencies", LuaValue.NOTHING)))
                .reference(PackageFields.WEBSITE, description.field("homepage").text())
                .reference(
                        address.startsWith("git") ? PackageFields.VCS : PackageFields.DISTRIBUTION,
                        address.replaceFirst("^git\\+(?=[a-z]+://)", ""))
                .finding());
    }

    /** {@code lua >= 5.1} is the interpreter, {@code user/lpeg ~> 1} the rock lpeg. */
    private static List<String> needed(LuaValue dependencies) {
        return dependencies.texts().stream()
                .map(relation -> relation.strip().split("[\\s<>=~!]", 2)[0])
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .filter(name -> !name.equals("lua"))
                .toList();
    }

    private static void collect(LuaValue table, String folder, List<String> files) {
        table.fields().forEach((name, value) -> {
            if (files.size() < MAX_FILES && name.length() <= MAX_NAME && name.indexOf('\n') < 0) {
                if (value.fields().isEmpty()) {
                    files.add(folder + "/" + name);
                } else {
                    collect(value, folder + "/" + name, files);
                }
            }
        });
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var rocks = new InstalledRocks(id(), assembly);
        records.all().forEach((path, sightings) -> sightings.forEach(rocks::add));
        records.all().forEach((path, sightings) -> sightings.forEach(rocks::own));
        rocks.connect();
    }
}
