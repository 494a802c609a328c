"""Bytes of a page → UTF-8, in the way that browsers find out what they are.

Source: WHATWG HTML, "Determining the character encoding". The servers of static sites say that
pages are UTF-8; where a page says nothing itself and is no UTF-8, browsers take it for Windows-1252.
"""

from __future__ import annotations

import codecs
import re

_SCANNED = 1024
_CHARSET = re.compile(rb"<meta[^>]{1,1000}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_KNOWN = re.compile(
    r"utf-?8|windows-?125[0-8]|cp125[0-8]|iso-?8859-?\d\d?|koi8-[ru]|macintosh|gbk|gb2312|gb18030"
    r"|big5|euc-(?:jp|kr)|shift[_-]jis|sjis"
)
_LATIN = frozenset(("ascii", "us-ascii", "latin1", "latin-1", "iso-8859-1", "iso8859-1", "l1"))
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(content: bytes) -> tuple[str, int | None]:
    """The text of a page, and where the first byte is that is not of its encoding, if any is."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    declared = _declared(content)
    text, wrong = _decoded(content, declared or "utf-8")
    if wrong is not None and declared is None:
        return content.decode("cp1252", "replace"), None
    return text, wrong


def _decoded(content: bytes, encoding: str) -> tuple[str, int | None]:
    try:
        return content.decode(encoding), None
    except UnicodeDecodeError as error:
        return content.decode(encoding, "replace"), len(content[: error.start].decode(encoding))


def _declared(content: bytes) -> str | None:
    found = _CHARSET.search(content, 0, _SCANNED)
    if not found:
        return None
    name = found[1].decode("ascii", "replace").lower()
    if name in _LATIN:
        return "cp1252"
    if name.startswith("utf-16"):
        return "utf-8"
    return name if _KNOWN.fullmatch(name) and _exists(name) else None


def _exists(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
