"""A small valid package to start from, and the real input where it is at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("TRELLIS_DATA") or _ROOT.parent / "shared" / "data")
DOCUMENT = "11111111-0000-4000-8000-000000000000"


def real(path: str) -> Path:
    """Return a file of the shared data; skip the test where it is absent."""
    found = DATA / path
    if not found.exists():
        pytest.skip(f"Real input is not here: {path} (set TRELLIS_DATA).")
    return found


def identifier(number: int) -> str:
    """Return the identifier of item ``number``."""
    return f"22222222-0000-4000-8000-{number:012d}"


def link(
    origin: str, destination: str, kind: str = "isChildOf", number: int | None = None, **more: Any
) -> dict[str, Any]:
    """Return an association."""
    key = f"{origin[-6:]}{destination[-6:]}"
    return {
        "identifier": f"33333333-0000-4000-8{len(kind):03d}-{key[-12:]}",
        "uri": f"https://example.org/{kind}/{origin[-3:]}/{destination[-3:]}",
        "associationType": kind,
        "originNodeURI": {"title": "o", "identifier": origin, "uri": f"https://example.org/{origin}"},
        "destinationNodeURI": {"title": "d", "identifier": destination, "uri": f"https://example.org/{destination}"},
        "lastChangeDateTime": "2024-02-03T10:00:00+00:00",
        **({} if number is None else {"sequenceNumber": number}),
        **more,
    }


def item(number: int, statement: str, **more: Any) -> dict[str, Any]:
    """Return an item."""
    return {
        "identifier": identifier(number),
        "uri": f"https://example.org/items/{number}",
        "fullStatement": statement,
        "lastChangeDateTime": "2024-02-03T10:00:00+00:00",
        **more,
    }


def small_package() -> dict[str, Any]:
    """Return a package with a bit of everything."""
    return {
        "CFDocument": {
            "identifier": DOCUMENT,
            "uri": "https://example.org/framework",
            "creator": "A friendly ministry",
            "title": "Growing things",
            "lastChangeDateTime": "2024-02-03T10:00:00+00:00",
            "subject": ["Biology"],
            "licenseURI": {
                "title": "CC BY 4.0",
                "identifier": "44444444-0000-4000-8000-000000000001",
                "uri": "https://creativecommons.org/licenses/by/4.0/",
            },
            "myVendorField": {"kept": [1, 2]},
        },
        "CFItems": [
            item(1, "Plants", humanCodingScheme="P", CFItemType="Field", educationLevel=["01", "02"]),
            item(2, "Say what a *plant* needs", humanCodingScheme="P.1", CFItemType="Standard"),
            item(3, "Measure growth as $h = a \\cdot t$", humanCodingScheme="P.1", conceptKeywords=["growth"]),
            item(4, "No code and no type"),
            item(5, "Animals", humanCodingScheme="A", vendorColour="green"),
        ],
        "CFAssociations": [
            link(identifier(1), DOCUMENT, number=1),
            link(identifier(5), DOCUMENT, number=2),
            link(identifier(2), identifier(1), number=2),
            link(identifier(3), identifier(1), number=1),
            link(identifier(4), identifier(1), number=3),
            link(identifier(4), identifier(5), number=1),  # two parents
            link(identifier(2), identifier(3), "precedes"),
            link(identifier(2), identifier(5), "isRelatedTo"),
            link(identifier(3), identifier(4), "ext:inspires"),
            link(identifier(3), "99999999-0000-4000-8000-000000000009", "exactMatchOf"),  # outside
        ],
        "CFDefinitions": {
            "CFItemTypes": [
                {
                    "identifier": "44444444-0000-4000-8000-000000000002",
                    "uri": "https://example.org/types/field",
                    "title": "Field",
                    "description": "Field",
                    "hierarchyCode": "1",
                    "lastChangeDateTime": "2024-02-03T10:00:00+00:00",
                }
            ],
            "CFLicenses": [
                {
                    "identifier": "44444444-0000-4000-8000-000000000001",
                    "uri": "https://creativecommons.org/licenses/by/4.0/",
                    "title": "CC BY 4.0",
                    "licenseText": "© A friendly ministry. Creative Commons Attribution 4.0.",
                    "lastChangeDateTime": "2024-02-03T10:00:00+00:00",
                }
            ],
        },
        "CFRubrics": [
            {
                "identifier": "44444444-0000-4000-8000-000000000003",
                "uri": "https://example.org/rubrics/1",
                "title": "Growing",
                "lastChangeDateTime": "2024-02-03T10:00:00+00:00",
                "CFRubricCriteria": [
                    {
                        "identifier": "44444444-0000-4000-8000-000000000004",
                        "uri": "https://example.org/criteria/1",
                        "weight": 0.5,
                        "lastChangeDateTime": "2024-02-03T10:00:00+00:00",
                        "CFRubricCriterionLevels": [],
                    }
                ],
            }
        ],
    }


def as_bytes(value: Any) -> bytes:
    """Return a JSON value as the bytes of a file."""
    return json.dumps(value).encode()
