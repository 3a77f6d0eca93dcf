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

/** Reads etc/passwd (passwd(5)), which decides as whom a user named in the image's configuration runs. */
public final class PasswdCataloger implements Cataloger {
    @Override
    public String id() {
        return "passwd/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.name().equals("passwd");
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        if (file.entry().size() > 1 << 20) {
            return List.of();
        }
        var findings = new ArrayList<Finding>();
        for (String line : new String(file.bytes(), StandardCharsets.UTF_8).split("\n")) {
            String[] parts = line.strip().split(":", -1);
            if (parts.length >= 3 && !parts[0].isEmpty() && !parts[0].startsWith("#")) {
                findings.add(new Finding(Map.of("name", parts[0], "uid", parts[2])));
            }
        }
        return findings;
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var accounts = new ArrayList<Account>();
        for (MergedRecords.Sighting sighting : records.at("etc/passwd").orElse(List.of())) {
            Finding finding = sighting.finding();
            accounts.add(new Account(finding.text("name"), uid(finding.text("uid"))));
        }
        assembly.accounts(accounts);
    }

    /** Runtimes take a uid that is no number as 0. */
    private static long uid(String text) {
        return text.matches("[1-9][0-9]{0,9}") ? Long.parseLong(text) : 0;
    }
}
