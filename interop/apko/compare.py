#!/usr/bin/env python3
"""compare.py TRUTH.tsv SBOM.cdx.json: exit 1 where the packages of the SBOM are not those of the truth."""
import json
import sys
from urllib.parse import parse_qsl

document = json.load(open(sys.argv[2], encoding="utf-8"))
edges = {one["ref"]: len(one.get("dependsOn", [])) for one in document["dependencies"]}
found = set()
for one in document["components"]:
    if one.get("purl", "").startswith("pkg:apk/wolfi/"):
        query = dict(parse_qsl(one["purl"].partition("?")[2]))
        licence = one["licenses"][0]
        found.add((one["name"], one["version"], licence.get("expression") or licence["license"].get("id"),
                   query.get("upstream", one["name"]), str(edges.get(one["bom-ref"], 0))))
expected = {tuple(line.rstrip("\n").split("\t")) for line in open(sys.argv[1], encoding="utf-8")}
for row in sorted(expected - found):
    print("missed or told otherwise:", *row)
for row in sorted(found - expected):
    print("found:", *row)
print("%d packages" % len(found))
sys.exit(found != expected)
