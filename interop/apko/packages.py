#!/usr/bin/env python3
"""Makes a repository of small apk packages for apko, and what must be found in an image of them.

usage: packages.py REPOSITORY TRUTH.tsv

The packages are apk's version 2 (a control and a data segment, each a gzipped tar); melange makes the index of them.
"""
import gzip
import hashlib
import io
import os
import sys
import tarfile

ARCH = "x86_64"
PACKAGES = [
    # name, version, licence, origin, depends, provides, files
    ("corpus-baselayout", "20230201-r9", "MIT", "corpus-baselayout", [], [], {
        "etc/os-release": 'ID=wolfi\nNAME="Wolfi"\nPRETTY_NAME="Wolfi"\nVERSION_ID="20230201"\n',
        "etc/passwd": "root:x:0:0:root:/root:/bin/sh\n"}),
    ("corpus-libc", "2.39-r4", "LGPL-2.1-or-later", "corpus-libc", ["corpus-baselayout"],
     ["so:libc.so.6=6"], {"usr/lib/libc.so.6": "not a library\n"}),
    ("libcorpus3", "3.3.1-r2", "Apache-2.0", "corpus-ssl", ["so:libc.so.6"], ["so:libcorpus.so.3=3"],
     {"usr/lib/libcorpus.so.3": "not a library\n"}),
    ("corpus-tool", "1.2.3_rc1-r4", "Apache-2.0 OR MIT", "corpus-tool", ["so:libcorpus.so.3", "cmd:corpus-sh"],
     ["cmd:corpus-tool=1.2.3_rc1-r4"], {"usr/bin/corpus-tool": "#!/bin/sh\n"}),
    ("corpus-shell", "5.2-r0", "GPL-3.0-or-later", "corpus-shell", ["so:libc.so.6"], ["cmd:corpus-sh=5.2-r0"],
     {"usr/bin/corpus-sh": "#!/bin/sh\n"}),
]


def segment(files, last):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as tar:
        folders = sorted({"/".join(path.split("/")[:i]) for path in files for i in range(1, path.count("/") + 1)})
        for folder in folders:
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
        for path, text in files.items():
            content = text.encode()
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), 0o755 if "/bin/" in path else 0o644
            if last:
                entry.pax_headers = {"APK-TOOLS.checksum.SHA1": hashlib.sha1(content).hexdigest()}
            tar.addfile(entry, io.BytesIO(content))
        end = data.tell()
    # The tar of the control segment has no end: the data follows as if it were one.
    return gzip.compress(data.getvalue() if last else data.getvalue()[:end], mtime=0)


def main(repository, truth):
    os.makedirs(os.path.join(repository, ARCH), exist_ok=True)
    with open(truth, "w", encoding="utf-8") as rows:
        for name, version, licence, origin, depends, provides, files in PACKAGES:
            data = segment(files, True)
            info = [("pkgname", name), ("pkgver", version), ("arch", ARCH), ("size", str(sum(map(len, files.values())))),
                    ("origin", origin), ("pkgdesc", name), ("url", "https://example.org/" + name), ("license", licence),
                    ("builddate", "1700000000")]
            info += [("depend", one) for one in depends] + [("provides", one) for one in provides]
            info += [("datahash", hashlib.sha256(data).hexdigest())]
            control = segment({".PKGINFO": "".join("%s = %s\n" % pair for pair in info)}, False)
            with open(os.path.join(repository, ARCH, "%s-%s.apk" % (name, version)), "wb") as package:
                package.write(control + data)
            rows.write("\t".join((name, version, licence, origin, str(len(depends)))) + "\n")


main(*sys.argv[1:])
