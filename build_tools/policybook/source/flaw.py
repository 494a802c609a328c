"""Flaw: what keeps a text or a file from being read, before anything is known of its meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

FLAWS: Mapping[str, str] = {
    "file-missing": "Every service has a service.yaml, every policy a policy.yaml.",
    "file-unexpected": "Files and folders have the names that the data format knows.",
    "file-wrong-kind": "A file stands where a file should be, a folder where a folder should be.",
    "file-outside": "Symbolic links lead to something inside the folder that is checked.",
    "file-unreadable": "The operating system lets every file and folder be read.",
    "file-too-large": "No file is larger than policy data can be.",
    "file-empty": "No file is empty.",
    "file-not-utf8": "Every file is UTF-8 text.",
    "file-byte-order-mark": "No file starts with a byte order mark, which JSON does not allow.",
    "json-invalid": "Every .json file is JSON.",
    "yaml-invalid": "Every .yaml file is YAML.",
    "lock-invalid": "Every line of anchors.lock is an address of the site.",
    "toml-invalid": "A pyproject.toml with settings is TOML.",
    "yaml-construct": "YAML files do without tags, anchors, aliases and further documents.",
    "character-unfit": "Texts have no control or private characters, which no page or feed can show.",
    "key-repeated": "A key stands once in its object.",
    "nesting-too-deep": "Values are not nested deeper than policy data is.",
    "name-invalid": "Policies and services have names that IAM and the site take.",
    "name-not-unique": "No two policies have the same name, or names that differ only by case.",
    "version-repeated": "One file holds the document of a policy version.",
    "catalogue-empty": "There is at least one service in the folder.",
}
"""Every flaw by its rule id, with the sentence that says what is right."""

UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufffe\uffff]")
"""Characters that XML 1.0, and so a feed, cannot have, and private ones that mean nothing."""

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
