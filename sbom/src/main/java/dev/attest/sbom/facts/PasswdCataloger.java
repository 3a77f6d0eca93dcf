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
import java.util.Optional;

/** Reads etc/passwd (passwd(5)), which decides as whom a user named in the image's configuration runs. */
public final class PasswdCataloger implements Cataloger {
    @Override
    public String id() {
        return "passwd/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        // The program of the same name is none; a link may lead to a file anywhere, of this name.
        return entry.name().equals("passwd") && !entry.path().contains("bin/");
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        var findings = new ArrayList<Finding>();
        findings.add(new Finding(Map.of("read", "yes")));
        for (String line : new String(file.bytes(), StandardCharsets.UTF_8).split("\n")) {
            // Runtimes take a line that ends before its uid as an account of uid 0.
            String[] parts = trim(line).split(":", -1);
            if (!parts[0].isEmpty() && !parts[0].startsWith("#")) {
                String uid = parts.length < 3 ? "" : parts[2];
                String gid = parts.length < 4 ? "" : parts[3];
                findings.add(new Finding(Map.of("name", parts[0], "uid", uid, "gid", gid)));
            }
        }
        return findings;
    }

    /** Without what Go's or Java's libraries take for space around a line. */
    static String trim(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isSpace(line.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        List<MergedRecords.Sighting> sightings = records.at("etc/passwd").orElse(List.of());
        if (sightings.isEmpty() && assembly.image().resolve("etc/passwd").isPresent()) {
            assembly.accounts(Optional.empty());
            return;
        }
        var accounts = new ArrayList<Account>();
        for (MergedRecords.Sighting sighting : sightings) {
            Finding finding = sighting.finding();
            if (!finding.text("name").isEmpty()) {
                accounts.add(
                        new Account(finding.text("name"), number(finding.text("uid")), number(finding.text("gid"))));
            }
        }
        assembly.accounts(Optional.of(accounts));
    }

    /** Runtimes take a uid that is no number as 0. */
    static long number(String text) {
        return text.matches("[1-9][0-9]{0,9}") ? Long.parseLong(text) : 0;
    }
}
