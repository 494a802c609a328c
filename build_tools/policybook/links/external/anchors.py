"""Which of the places that links name a page does not have."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import unquote

from lxml import etree

from policybook.links.external.answers import Reply
from policybook.links.reading import parse
from policybook.words import closest

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_VIEWED = ("application/pdf", "image/", "video/", "audio/")
_DIRECTIVE = ":~:"  # for browsers: https://wicg.github.io/scroll-to-text-fragment/
_ROUTES = ("!", "/")
_FOR_SCRIPTS = re.compile(r"L\d+(C\d+)?(-(L\d+(C\d+)?)?)?|[A-Za-z_]+=.*", re.ASCII | re.DOTALL)
_PREFIX = "user-content-"  # GitHub's, for anchors in what users write; its scripts lead there
_NAMES = etree.XPath("descendant-or-self::*/@id | descendant::a/@name", smart_strings=False)
_HEADINGS = etree.XPath("boolean(descendant::h1 | descendant::h2 | descendant::h3)")
_LATER = etree.XPath("boolean(descendant::script | descendant::meta[@http-equiv='refresh'])")
_FOR_NAMES = "punycode"  # Python's encoding of names of hosts, which takes minutes for a page
_SUGGESTED = 10
_KNOWN = 5_000


@dataclass(frozen=True, slots=True)
class Absence:
    """That a page lacks a place, and which comes closest; or why that cannot be told."""

    nearest: str | None = None
    doubt: str = ""


def anchor(fragment: str) -> str:
    """The anchor that a fragment names, empty where it means something else.

    What begins with `!` or `/` is a route of an application that runs in the browser.
    """
    name = fragment.partition(_DIRECTIVE)[0]
    is_special = name.lower() == "top" or name.startswith(_ROUTES)
    return "" if is_special else name


def absences(reply: Reply, fragments: Iterable[str]) -> Mapping[str, Absence]:
    """Which of the fragments a page lacks, as far as can be told; the others are there."""
    wanted = sorted(fragment for fragment in fragments if anchor(fragment))
    if not wanted or reply.media_type.startswith(_VIEWED):
        return {}
    if reply.media_type not in _HTML:
        return dict.fromkeys(wanted, Absence(doubt=f"it is {reply.media_type or 'no HTML'}"))
    page = _Page(reply)
    missing = [fragment for fragment in wanted if not page.has(anchor(fragment))]
    return {
        fragment: page.absence(anchor(fragment), suggest=number < _SUGGESTED)
        for number, fragment in enumerate(missing)
    }


class _Page:
    """What the HTML of a page has for links to lead to."""

    def __init__(self, reply: Reply) -> None:
        markup = parse(_declared(reply))
        self._names = frozenset[str]()
        self._doubt = ""
        if markup.root is not None:
            self._names = frozenset(_names(markup.root))
            if _LATER(markup.root) and not _HEADINGS(markup.root):
                self._doubt = "its text is made in the browser"
        if markup.faults or not reply.is_whole:
            self._doubt = "it cannot be read as a whole"

    def has(self, name: str) -> bool:
        """Whether a link with that name finds its place, as browsers look for it."""
        names = (name, unquote(name))
        return any(n in self._names or f"{_PREFIX}{n}" in self._names for n in names)

    def absence(self, name: str, *, suggest: bool) -> Absence:
        """That there is no such place, or why that cannot be told."""
        if self._doubt:
            return Absence(doubt=self._doubt)
        if _FOR_SCRIPTS.fullmatch(name):
            return Absence(doubt="its scripts may know what that means")
        known = sorted(self._names)[:_KNOWN] if suggest else ()
        return Absence(closest(unquote(name), known))


def _declared(reply: Reply) -> bytes:
    """A page that says itself that it is in the encoding which the server says, if that does."""
    try:
        if codecs.lookup(reply.encoding or "unknown").name == _FOR_NAMES:
            return reply.content
        text = reply.content.decode(reply.encoding or "unknown", "replace")
    except (LookupError, UnicodeError):  # some encodings of Python's cannot replace
        return reply.content
    return text.encode("utf-8-sig", "replace")


def _names(root: etree._Element) -> list[str]:
    return cast("list[str]", _NAMES(root))
