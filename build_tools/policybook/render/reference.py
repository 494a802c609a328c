"""The reference for editors, made from the schemas that the check goes by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from policybook import addresses, report
from policybook.render import rich
from policybook.render.page import Asset, Block, Heading, Page, Prose, Table, TableRow
from policybook.render.text import Flow, Inline
from policybook.schemas import Kind, schema
from policybook.source.names import LOCK

_FILES = {
    Kind.SERVICE: "policies/SERVICE/service.yaml",
    Kind.POLICY: "policies/SERVICE/POLICY/policy.yaml",
    Kind.DOCUMENT: "policies/SERVICE/POLICY/v1.json",
    Kind.CHANGE: "policies/SERVICE/changes/DATE-WORDS.yaml",
    Kind.SETTINGS: "pyproject.toml",
    Kind.SERVICES: "services.yaml",
}


def data_format_page() -> Page:
    """Every key of every kind of data file, from the schemas."""
    title = "Data format"
    return Page(
        path=addresses.DATA_FORMAT,
        title=title,
        description="Every key of every kind of data file.",
        make=lambda: (
            Heading(1, "data-format", rich.inline(title)),
            Prose(
                rich.paragraph(
                    "Four kinds of files hold the data; settings stand in pyproject.toml, and "
                    "a file of services can steer an import. Each has a "
                    "JSON Schema, from which this page is made and with which an editor can check "
                    "and complete what you write."
                ),
                lead=True,
            ),
            *(block for kind in _FILES for block in _kind(kind)),
            *_lock(),
        ),
        in_nav=title,
        files=lambda _: _schemas(),
    )


def _schemas() -> Iterator[Asset]:
    """The schemas of data files, to be mapped in an editor, and of what commands print."""
    for kind in Kind:
        text = json.dumps(schema(kind), indent=2, ensure_ascii=False)
        yield Asset(addresses.schema_file(kind), f"{text}\n")
    for command, text in report.schemas().items():
        yield Asset(addresses.schema_file(command), text)


def _kind(kind: Kind) -> Iterator[Block]:
    value = schema(kind)
    name = rich.code(_FILES[kind].rpartition("/")[2])
    yield Heading(2, kind, rich.inline(f"{value['title']}: ", name), value["title"])
    file = rich.link(addresses.to(addresses.schema_file(kind)), "JSON Schema")
    yield Prose(
        _words(value["description"])
        + rich.paragraph("Path: ", rich.code(_FILES[kind]), ". Schema: ", file, ".")
    )
    yield Table(
        ("Key", "Type", "Meaning"),
        tuple(
            TableRow(
                rich.inline(rich.code(path), " (required)" if required else ""),
                (
                    rich.paragraph(_type(field)),
                    _words(field.get("description", field.get("title", ""))),
                ),
                addresses.part_anchor(kind, path),
            )
            for path, required, field in _fields(value, value, "")
        ),
    )


def _lock() -> Iterator[Block]:
    yield Heading(2, "lock", rich.inline("Published addresses: ", rich.code(LOCK)), "Addresses")
    yield Prose(
        _words(
            "Every page and anchor that the site has published, one a line, from the root of the "
            "site. `policybook anchors` adds what is new. No published line is ever taken out: the check "
            "holds the site to all of them, and `aliases` say what took the place of what is gone."
        )
        + _words(f"Path: `policies/{LOCK}`.")
    )
    yield Table(
        ("Line", "Meaning"),
        tuple(
            TableRow(rich.code(line), (_words(meaning),))
            for line, meaning in (
                ("/acme-storage/", "A page."),
                ("/acme-storage/#security-iam-awsmanpol", "An anchor of a page."),
                (
                    "/acme-storge/ gone: a slip of the pen, published for an hour",
                    "What was published by mistake, so that nobody can have a link to it, and why.",
                ),
                ("# A comment", "What the tool writes at the top; no other comment is kept."),
            )
        ),
    )


def _fields(
    value: Mapping[str, Any], root: Mapping[str, Any], path: str
) -> Iterator[tuple[str, bool, Mapping[str, Any]]]:
    """Every key below a schema: its path, whether it is required, and its own schema."""
    required = value.get("required", ())
    for name, field in value.get("properties", {}).items():
        here = f"{path}{name}"
        yield here, name in required, field
        yield from _fields(field, root, f"{here}.")
        items = field.get("items", {})
        if "$ref" in items:
            items = root["$defs"][items["$ref"].rpartition("/")[2]]
        yield from _fields(items, root, f"{here}[].")
        extra = field.get("additionalProperties")
        if isinstance(extra, Mapping):
            yield from _fields(extra, root, f"{here}.*.")


def _type(field: Mapping[str, Any]) -> Inline:
    if "enum" in field:
        return rich.sequence([rich.code(str(value)) for value in field["enum"]], "or")
    if field.get("format") == "date":
        return rich.inline("date")
    names = field.get("type", "any")
    names = [names] if isinstance(names, str) else names
    words = {"object": "mapping", "array": "list", "string": "text", "boolean": "true or false"}
    return rich.inline(" or ".join(words.get(name, name) for name in names))


def _words(text: str) -> Flow:
    """One paragraph whose code marks are code and whose rest is text."""
    parts = text.split("`")
    return rich.paragraph(
        *(rich.code(part) if index % 2 else part for index, part in enumerate(parts))
    )
