"""Values that people give for new files, and the files that hold them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from policybook import schemas
from policybook.problem import Problem
from policybook.schemas import Kind
from policybook.source.files import taken
from policybook.source.formatting import formatted
from policybook.source.source import parse
from policybook.source.yamlwriting import yaml_text

_DOCUMENT = PurePosixPath("v1.json")
_WORDS = PurePosixPath("words.yaml")
"""What a document and words are read as, whatever the name of their file."""

_MARKUP = re.compile(r"[\\`*_\[\]<>&#~|!]")
"""What may be the start of markup, wherever it stands."""

_LIST = re.compile(r"^([0-9]*)([-+.)=])")
"""What starts a list at the start of a line."""

_VENDORS = ("Amazon ", "AWS ")


def fault(kind: Kind, key: str, value: Any) -> str | None:
    """Why a file of a kind takes no such value for a key; None where it does."""
    source, flaws = parse(_WORDS, yaml_text({key: value}))
    if source is None:
        return flaws[0].message
    found = (p for p in schemas.validate(source, kind) if p.rule != "key-missing")
    return next((problem.message for problem in found), None)


def short_name(name: str) -> str:
    """The name of a service without its vendor, as the data format asks for it."""
    vendor = next((vendor for vendor in _VENDORS if name.startswith(vendor)), "")
    return name.removeprefix(vendor)


def text_of(words: Mapping[str, Any]) -> str:
    """The file that holds what is known: what is None or empty is left out."""
    return yaml_text({key: value for key, value in words.items() if value})


def paragraph(text: str) -> str:
    """A text as one that can grow: it stands below its key, whatever marks it has."""
    return f"{text.strip()}\n"


def literal(text: str) -> str:
    """A text that is no Markdown as a paragraph that reads just so."""
    line = _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    return paragraph(_LIST.sub(r"\1\\\2", line))


def document(content: bytes, shown: PurePosixPath) -> tuple[str, list[Problem]]:
    """The canonical text of a policy document, and what keeps it from being one."""
    source, problems = taken(content, _DOCUMENT)
    if source:
        problems = schemas.validate(source, Kind.DOCUMENT)
    text = formatted(_DOCUMENT, source.text) if source else ""
    return text, [replace(problem, file=shown) for problem in problems]


def labels(text: str) -> list[str]:
    """How people call the statements of a policy document."""
    statements = json.loads(text)["Statement"]
    listed = [statements] if isinstance(statements, dict) else statements
    return [s.get("Sid") or f"statement {number}" for number, s in enumerate(listed, 1)]
