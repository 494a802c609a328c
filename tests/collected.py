"""Collections as others write them, and what an import makes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import Result

from commands import policybook


def document(*actions: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": [*actions], "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def npm(name: str, *versions: tuple[str, dict[str, Any]], path: str = "/") -> dict[str, Any]:
    """A policy as the npm package has it, with versions v1, v2, … of these days."""
    return {
        "arn": f"arn:aws:iam::aws:policy{path}{name}",
        "latestVersionId": f"v{len(versions)}",
        "createdDate": f"{versions[0][0]}T18:40:58.000Z",
        "lastUpdatedDate": f"{versions[-1][0]}T18:40:58.000Z",
        "versions": {
            f"v{number}": {"createdDate": f"{day}T18:40:58.000Z", "document": document}
            for number, (day, document) in enumerate(versions, 1)
        },
    }


def save(file: Path, value: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=2), encoding="utf-8")
    return file


def imported(file: Path, root: Path, *options: str, exit_code: int = 0) -> Result:
    result = policybook("import", "catalogue", file, "--to", root, *options)
    assert result.exit_code == exit_code, result.output
    return result


def state(root: Path) -> Mapping[str, bytes]:
    """What each file of a folder holds."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
