#!/usr/bin/env python3
"""Makes spdx-licences.tsv from licenses.json and exceptions.json of SPDX's licence list (github.com/spdx/license-list-data).

usage: spdx-licences.py licenses.json exceptions.json > src/main/resources/dev/attest/sbom/licence/spdx-licences.tsv
"""
import json
import sys

# What the list says in words about identifiers it deprecates; Net-SNMP has no single successor.
REPLACED = {
    "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
    "BSD-2-Clause-NetBSD": "BSD-2-Clause",
    "bzip2-1.0.5": "bzip2-1.0.6",
    "eCos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "GPL-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
    "GPL-2.0-with-bison-exception": "GPL-2.0-only WITH Bison-exception-2.2",
    "GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
    "GPL-2.0-with-GCC-exception": "GPL-2.0-only WITH GCC-exception-2.0",
    "GPL-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
    "GPL-3.0-with-GCC-exception": "GPL-3.0-only WITH GCC-exception-3.1",
    "Nokia-Qt-exception-1.1": "Qt-LGPL-exception-1.1",
    "Nunit": "zlib-acknowledgement",
    "StandardML-NJ": "SMLNJ",
    "wxWindows": "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
}


def replacement(identifier, known):
    if identifier in REPLACED:
        return REPLACED[identifier]
    successor = identifier[:-1] + "-or-later" if identifier.endswith("+") else identifier + "-only"
    return successor if successor in known else ""


licences = json.load(open(sys.argv[1], encoding="utf-8"))
exceptions = json.load(open(sys.argv[2], encoding="utf-8"))
known = {one["licenseId"] for one in licences["licenses"]}
print("# SPDX licence list, build %s of %s, CC0-1.0; made by spdx-licences.py, not to be edited"
      % (licences["licenseListVersion"], licences["releaseDate"][:10]))
print("# kind (l: licence, e: exception, d: deprecated), identifier, replacement, name")
for kind, rows, key in (("l", licences["licenses"], "licenseId"), ("e", exceptions["exceptions"], "licenseExceptionId")):
    for row in sorted(rows, key=lambda row: row[key]):
        flags = kind + ("d" if row["isDeprecatedLicenseId"] else "")
        other = replacement(row[key], known) if row["isDeprecatedLicenseId"] else ""
        print("\t".join((flags, row[key], other, " ".join(row["name"].split()))))
