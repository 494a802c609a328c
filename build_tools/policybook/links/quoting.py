"""What comes from a site, as a message can show it."""

from __future__ import annotations

import re

from policybook.problem import printable
from policybook.words import code

_USER = re.compile(r"//[^\s/?#]*@")
_START, _END = 40, 59
"""How much is shown of what is longer: an address tells most by its end."""


def quoted(text: str) -> str:
    """A text in code marks, shortened in the middle, of which it has none itself."""
    line = discreet(text)
    if len(line) > _START + 1 + _END:
        line = f"{line[:_START]}…{line[-_END:]}"
    return code(printable(line).replace("`", "'"))


def discreet(text: str) -> str:
    """A text without the name and password that an address in it has for its server."""
    return _USER.sub("//…@", text)
