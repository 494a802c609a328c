"""How large a document is, and which characters it may have (IAM User Guide: quotas)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

MOST_CHARACTERS = 6144
"""How many characters the document of a managed policy has at most, white space not counted."""

_REFUSED = re.compile(r"[^\t\n\r\u0020-\u00ff]")


def size(data: Mapping[str, Any]) -> int:
    """The characters of a document without white space, as IAM counts them for its quota."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return sum(map(len, text.split()))


def refused_character(text: str) -> str | None:
    """The first character of a text that no document may have."""
    match = _REFUSED.search(text)
    return match.group() if match else None
