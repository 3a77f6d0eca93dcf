"""Validates SBOM documents by their names: *.cdx.json, *.cdx.xml, *.spdx.json, *.spdx; prints how many packages each has."""

import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def faults(name):
    if ".cdx." in name:
        validator = (JsonStrictValidator if name.endswith("json") else XmlValidator)(SchemaVersion.V1_6)
        with open(name, encoding="utf-8") as file:
            text = file.read()
        fault = validator.validate_str(text)
        count = len(json.loads(text)["components"]) + 1 if name.endswith("json") else "?"
        return [fault] if fault else [], count
    document = parse_file(name)
    return validate_full_spdx_document(document), len(document.packages)


bad = 0
for name in sys.argv[1:]:
    found, count = faults(name)
    print(f"{name}: {count} packages, {len(found)} faults")
    for fault in found[:5]:
        print(f"  {fault}")
    bad += len(found)
sys.exit(1 if bad else 0)
