"""JSON for programs, which does no harm in a terminal either."""

from __future__ import annotations

import json
import re
from typing import Any

_BEYOND_ASCII = re.compile(r"[^\n -~]")


def json_text(value: Any) -> str:
    """A value as indented JSON; characters that do not show are written as escapes."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return _BEYOND_ASCII.sub(lambda found: _shown(found.group()), text)


def _shown(mark: str) -> str:
    return mark if mark.isprintable() else json.dumps(mark)[1:-1]
