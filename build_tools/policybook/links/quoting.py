"""What comes from a site, as a message can show it."""

from __future__ import annotations

import re

from policybook.problem import printable
from policybook.words import code

_USER = re.compile(r"//[^\s/?#]*@")
_START, _END = 40, 59
"""How much is shown of what is longer: an address tells most by its end."""

_LONG = 500
"""The length from which an address is no longer shown whole, even if it is one to write."""


def quoted(text: str) -> str:
    """A text in code marks, shortened in the middle, of which it has none itself."""
    line = discreet(text)
    if len(line) > _START + 1 + _END:
        line = f"{line[:_START]}…{line[-_END:]}"
    return _marked(line)


def literal(address: str) -> str:
    """An address that is to be written, in code marks: whole as far as one can read it."""
    return _marked(address) if len(address) < _LONG else quoted(address)


def discreet(text: str) -> str:
    """A text without the name and password that an address in it has for its server."""
    return _USER.sub("//…@", text)


def _marked(line: str) -> str:
    return code(printable(line).replace("`", "'"))
