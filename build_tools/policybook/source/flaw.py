"""Flaw: what keeps a text or a file from being read, before anything is known of its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FLAWS: Mapping[str, str] = {
    "file-missing": "A file that the data format asks for is not there.",
    "file-unexpected": "A file or folder has a name that the data format does not know.",
    "file-wrong-kind": "A folder stands where a file should be, or the reverse.",
    "file-outside": "A symbolic link leads out of the folder that is checked, or nowhere.",
    "file-unreadable": "The operating system does not let the file or folder be read.",
    "file-too-large": "A file is larger than any policy data can be.",
    "file-empty": "A file holds nothing.",
    "file-not-utf8": "A file is not UTF-8 text.",
    "file-byte-order-mark": "A file starts with a byte order mark, which JSON does not allow.",
    "json-invalid": "A file is not JSON.",
    "yaml-invalid": "A file is not YAML.",
    "yaml-construct": "A YAML file uses tags, anchors, aliases or several documents.",
    "key-repeated": "A key stands twice in the same object.",
    "nesting-too-deep": "Values are nested deeper than any policy data is.",
    "name-invalid": "A policy or service has a name that cannot be used.",
    "name-not-unique": "Two policies have the same name, or names that differ only by case.",
    "version-repeated": "Two files hold the document of the same policy version.",
    "catalogue-empty": "There is no service in the folder.",
}
"""Every flaw by its rule id, with the sentence that explains it."""

MAX_DEPTH = 64
"""How deep values may be nested; real documents and words stay below 12."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw of a text; `offset` counts characters from its start."""

    rule: str
    offset: int
    message: str


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in a text, and where its key does if it has one."""

    start: int
    end: int
    key: int | None = None
