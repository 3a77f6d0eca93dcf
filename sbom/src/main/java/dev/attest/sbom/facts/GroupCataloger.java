package dev.attest.sbom.facts;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads etc/group (group(5)), which says what the configured user may write to beside what is its own. */
public final class GroupCataloger implements Cataloger {
    @Override
    public String id() {
        return "group/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.path().equals("etc/group");
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        var findings = new ArrayList<Finding>();
        for (String line : new String(file.bytes(), StandardCharsets.UTF_8).split("\n")) {
            String[] parts = PasswdCataloger.trim(line).split(":", -1);
            if (parts.length >= 3 && !parts[0].isEmpty() && !parts[0].startsWith("#")) {
                String members = parts.length < 4 ? "" : parts[3];
                findings.add(new Finding(Map.of("name", parts[0], "gid", parts[2], "members", members)));
            }
        }
        return findings;
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var groups = new ArrayList<Group>();
        for (MergedRecords.Sighting sighting : records.at("etc/group").orElse(List.of())) {
            Finding finding = sighting.finding();
            List<String> members = List.of(finding.text("members").split(","));
            groups.add(new Group(finding.text("name"), PasswdCataloger.number(finding.text("gid")), members));
        }
        assembly.groups(groups);
    }
}
