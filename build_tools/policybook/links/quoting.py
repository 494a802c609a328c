"""What comes from a site, as a message can show it."""

from __future__ import annotations

import re

from policybook.source.shown import shown
from policybook.words import code

_USER = re.compile(r"//[^\s/?#]*@")


def quoted(text: str) -> str:
    """A text in code marks, shortened, of which it has none itself."""
    return code(shown(discreet(text)).replace("`", "'"))


def discreet(text: str) -> str:
    """A text without the name and password that an address in it has for its server."""
    return _USER.sub("//…@", text)
