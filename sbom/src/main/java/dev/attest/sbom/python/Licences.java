package dev.attest.sbom.python;

import java.util.List;
import java.util.Map;

/**
 * The licence a distribution declares: its expression (PEP 639), else the short text of License, else its classifiers.
 * Classifiers become SPDX identifiers only where they leave nothing open; "BSD License" leaves open which.
 */
final class Licences {
    private static final int MAX_TEXT = 100;
    private static final String CLASSIFIER = "License :: ";
    private static final Map<String, String> IDENTIFIERS = Map.ofEntries(
            Map.entry("MIT License", "MIT"),
            Map.entry("MIT No Attribution License (MIT-0)", "MIT-0"),
            Map.entry("ISC License (ISCL)", "ISC"),
            Map.entry("Mozilla Public License 1.1 (MPL 1.1)", "MPL-1.1"),
            Map.entry("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
            Map.entry("Python Software Foundation License", "PSF-2.0"),
            Map.entry("The Unlicense (Unlicense)", "Unlicense"),
            Map.entry("Boost Software License 1.0 (BSL-1.0)", "BSL-1.0"),
            Map.entry("GNU General Public License v2 (GPLv2)", "GPL-2.0-only"),
            Map.entry("GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"),
            Map.entry("GNU General Public License v3 (GPLv3)", "GPL-3.0-only"),
            Map.entry("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
            Map.entry("GNU Lesser General Public License v2 or later (LGPLv2+)", "LGPL-2.0-or-later"),
            Map.entry("GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"),
            Map.entry("GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"),
            Map.entry("GNU Affero General Public License v3", "AGPL-3.0-only"),
            Map.entry("GNU Affero General Public License v3 or later (AGPLv3+)", "AGPL-3.0-or-later"),
            Map.entry("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"));

    private Licences() {}

    static List<String> of(MetadataHeaders headers) {
        String expression = headers.first("License-Expression");
        if (!expression.isEmpty()) {
            return List.of(expression);
        }
        String text = headers.first("License");
        boolean named = !text.isEmpty() && text.length() <= MAX_TEXT && text.indexOf('\n') < 0;
        List<String> classified = headers.all("Classifier").stream()
                .filter(classifier -> classifier.startsWith(CLASSIFIER))
                .map(classifier ->
                        classifier.substring(classifier.lastIndexOf(":: ") + 3).strip())
                .filter(last -> !last.equals("OSI Approved") && !last.isEmpty())
                .map(last -> IDENTIFIERS.getOrDefault(last, last))
                .distinct()
                .toList();
        boolean exact = classified.size() == 1 && IDENTIFIERS.containsValue(classified.get(0));
        // A text of one word is as exact as a classifier; prose such as "MIT License" is not.
        if (named && (!exact || text.indexOf(' ') < 0)) {
            return List.of(text);
        }
        return classified;
    }
}
