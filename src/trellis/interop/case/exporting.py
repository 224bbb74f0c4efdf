"""A ``Package`` as CASE 1.1 JSON."""

from __future__ import annotations

import json

from trellis.interop.case.package import Fields, Package


def to_case(package: Package) -> Fields:
    """Return the package as the JSON value of a CASE 1.1 ``CFPackage``; parts that are empty are left out."""
    value: Fields = {
        "CFDocument": package.document,
        "CFItems": [item.fields for item in package.items],
        "CFAssociations": [association.fields for association in package.associations],
        "CFDefinitions": package.definitions,
        "CFRubrics": list(package.rubrics),
        "extensions": package.extensions,
    }
    optional = ("CFDefinitions", "CFRubrics", "extensions")
    return {name: part for name, part in value.items() if part or name not in optional}


def to_json(value: Fields) -> bytes:
    """Return a package as the bytes of a file."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
