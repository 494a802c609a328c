"""A document of a collection → the source of the file that holds it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from policybook import schemas
from policybook.importers.collection import FoundVersion
from policybook.problem import Place, Problem
from policybook.schemas import Kind
from policybook.source.files import taken
from policybook.source.jsonwriting import json_text
from policybook.source.source import Source

_DOCUMENT = PurePosixPath("document.json")


def source_of(version: FoundVersion, path: PurePosixPath) -> tuple[Source | None, list[Problem]]:
    """The source with a document in canonical form, or why there can be none.

    What is wrong is placed in the collection.
    """
    try:
        text = json_text(version.document) + "\n"
    except RecursionError:
        message = "values are nested deeper than in any policy document"
        return None, [Problem.of(version.at, "nesting-too-deep", message)]
    source, problems = taken(text.encode("utf-8", "surrogatepass"), path)
    if source:
        problems = schemas.validate(source, Kind.DOCUMENT)
    return (None, _placed(version.at, problems)) if problems else (source, [])


def _placed(at: Place, problems: list[Problem]) -> list[Problem]:
    """What is wrong with a document, at its lines of the collection."""
    origin = at.origin
    if not isinstance(origin, Source):
        return problems
    span = origin.spans[at.pointer]
    text = origin.text[span.start : span.end]
    line, column = origin.position(at)
    if text.startswith('"'):
        return [
            Problem(origin.path, line, column, p.rule, f"in the document here: {p.message}")
            for p in problems
        ]
    source, found = taken(text.encode("utf-8", "surrogatepass"), _DOCUMENT)
    if source:
        found = schemas.validate(source, Kind.DOCUMENT)
    return [
        replace(
            p,
            file=origin.path,
            line=line + p.line - 1,
            column=p.column + column - 1 if p.line == 1 else p.column,
        )
        for p in found
    ]
