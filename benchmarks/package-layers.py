#!/usr/bin/env python3
"""package-layers.py LAYOUT SBOM.cdx.json: the layer each Debian package came in with, by the layers' own dpkg status.

Reads the status file of every layer by itself, with nothing of attest, and compares with attest:layer:first; exit 1 where
one differs. The layout holds one image whose layers are tars, plain or gzipped, that write the status file by its name.
"""
import io
import json
import sys
import tarfile

layout, sbom = sys.argv[1:]


def blob(digest):
    with open(layout + "/blobs/" + digest.replace(":", "/"), "rb") as file:
        return file.read()


def installed(status):
    for stanza in status.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in stanza.split("\n") if ": " in line and line[0] != " ")
        state = fields.get("Status", "").split(" ")[-1]
        if "Package" in fields and state not in ("config-files", "not-installed"):
            yield fields["Package"], fields["Version"]


manifest = json.loads(blob(json.load(open(layout + "/index.json"))["manifests"][0]["digest"]))
diff_ids = json.loads(blob(manifest["config"]["digest"]))["rootfs"]["diff_ids"]
first = {}
for number, layer in enumerate(manifest["layers"]):
    with tarfile.open(fileobj=io.BytesIO(blob(layer["digest"]))) as tar:
        for entry in tar:
            if entry.name.removeprefix("./") == "var/lib/dpkg/status":
                status = tar.extractfile(entry).read().decode()
                first = {package: first.get(package, number) for package in installed(status)}
checked = wrong = 0
for component in json.load(open(sbom, encoding="utf-8"))["components"]:
    if component.get("purl", "").startswith("pkg:deb/"):
        properties = {one["name"]: one["value"] for one in component["properties"]}
        said = diff_ids.index(properties["attest:layer:first"])
        checked += 1
        if said != first.get((component["name"], component["version"])):
            wrong += 1
            print(component["name"], "layer", said, "expected", first.get((component["name"], component["version"])))
print("%d packages checked, %d wrong" % (checked, wrong))
sys.exit(wrong > 0)
