"""The text of a data file → the same text in canonical form."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

from policybook.source.jsonwriting import json_text, json_value
from policybook.source.source import Source, parse
from policybook.source.yamllayout import laid_out
from policybook.source.yamltokens import comments


def formatted(path: PurePosixPath, text: str) -> str:
    """The canonical text of a file: what it says, its comments and every order stay.

    A text that cannot be read is given back as it is.
    """
    source = read_text(path, text)
    if source is None:
        return text
    if path.suffix == ".json":
        return json_text(json_value(text)) + "\n"
    layout = laid_out(text)
    if layout == text or (_is_kept(path, source.data, text, layout) and laid_out(layout) == layout):
        return layout
    return text


def read_text(path: PurePosixPath, text: str) -> Source | None:
    """The source that a text makes; None where a file with it could not be read."""
    return None if text.startswith("\ufeff") else parse(path, text)[0]


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in every type and order, where Python holds 1 for True."""
    return json.dumps(one) == json.dumps(other)


def _is_kept(path: PurePosixPath, data: Any, text: str, layout: str) -> bool:
    """Whether a new layout of `text` says the same, in values and in comments."""
    source = read_text(path, layout)
    return source is not None and same(source.data, data) and comments(layout) == comments(text)
