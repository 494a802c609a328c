"""What was found, as text for people and machines. Nothing here prints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_SUFFIX = ".schema.json"


@cache
def schemas() -> Mapping[str, str]:
    """The JSON Schemas of what commands print as JSON, by the name of the command."""
    found = (file for file in files(__name__).iterdir() if file.name.endswith(_SUFFIX))
    return {
        file.name.removesuffix(_SUFFIX): file.read_text(encoding="utf-8")
        for file in sorted(found, key=lambda file: file.name)
    }
