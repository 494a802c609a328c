"""Documents that IAM refuses or takes, from the tables in `rules/refused/` and `rules/accepted/`.

A row says `what` is odd about a document that is good otherwise: `statement`, `condition` and `top`
are laid over it, `without` takes elements away, `statements` are several over the same ground,
`document` or `text` is the whole. `name` and `policy` are those of the policy around it. `moto` says
why moto's port of IAM's own validation judges otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from policybook.iam.size import size

Row = Mapping[str, Any]

GOOD = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}
KEYS = frozenset(
    [
        "what",
        "rule",
        "finds",
        "moto",
        "name",
        "policy",
        "indent",
        "document",
        "text",
        "size",
        "repeat",
        "top",
        "statement",
        "statements",
        "condition",
        "without",
    ]
)


def rows(folder: str) -> list[Row]:
    """All rows of the tables in a folder of `rules/`."""
    paths = sorted((Path(__file__).parent / "rules" / folder).glob("*.yaml"))
    found = [row for path in paths for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert all(row.keys() <= KEYS for row in found)
    return found


def text(row: Row) -> str:
    """The document of a row, as it stands in its file."""
    written: str | None = row.get("text")
    if written is not None:
        return written
    return json.dumps(document(row), indent=row.get("indent", 2), ensure_ascii=False)


def document(row: Row) -> Any:
    """The document of a row."""
    if "document" in row:
        return row["document"]
    if "size" in row:
        return _padded(row["size"])
    if "repeat" in row:
        statements = [
            {**GOOD, "Resource": f"arn:aws:s3:::acme-{number}/*"} for number in range(row["repeat"])
        ]
        return {"Version": "2012-10-17", "Statement": statements}
    without = row.get("without", ())
    over = [*row.get("statements", [row.get("statement", {})])]
    condition = {"Condition": row["condition"]} if "condition" in row else {}
    statements = [_without({**GOOD, **condition, **statement}, without) for statement in over]
    whole = {"Version": "2012-10-17", "Statement": statements, **row.get("top", {})}
    return _without(whole, without)


def _without(value: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if key not in keys}


def _padded(characters: int) -> dict[str, Any]:
    """A document with so many characters beside white space."""
    statement = {"Sid": "", **GOOD}
    whole = {"Version": "2012-10-17", "Statement": [statement]}
    statement["Sid"] = "a" * (characters - size(whole))
    return whole
