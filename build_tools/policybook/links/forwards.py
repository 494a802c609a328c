"""The `_redirects` file of Netlify and Cloudflare Pages: where addresses lead that have no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policybook.links.contents import Contents, Forward
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Slot, Use

FILE = "_redirects"
_COMMENT = re.compile(r"(?:^|\s)#.*")
_NAMED = re.compile(r":([A-Za-z]\w*)", re.ASCII)
_SPLAT = "splat"


def contents(content: bytes) -> Contents:
    """The lines of a file, and the addresses they name that are the same for all that comes."""
    slot = Slot("redirect", Role.REDIRECT)
    forwards = tuple(_lines(content.decode("utf-8", "replace")))
    lines = {
        Use(
            replace(slot, noun=f"redirect of {quoted(forward.start)}"), forward.target
        ): forward.line
        for forward in forwards
        if not _NAMED.search(forward.target)
    }
    return Contents(tuple(lines), len(lines), lines=lines, forwards=forwards)


class Forwards:
    """Where addresses lead by the lines of a file, of which the first counts that fits."""

    def __init__(self, forwards: Iterable[Forward] = ()) -> None:
        self._whole: dict[str, Forward] = {}
        self._patterns: list[Forward] = []
        for forward in forwards:
            if forward.start.endswith("*") or "/:" in forward.start:
                self._patterns.append(forward)
            else:
                self._whole.setdefault(forward.start.rstrip("/"), forward)

    def target(self, path: str) -> str | None:
        """Where a path from the root of the host is led to, if a line is for it."""
        forward = self._whole.get(path.rstrip("/"))
        for pattern in self._patterns:
            if forward and forward.line < pattern.line:
                break
            if (led := _led(pattern, path)) is not None:
                return led
        return forward.target if forward else None


def _lines(text: str) -> Iterator[Forward]:
    for number, line in enumerate(text.split("\n"), 1):
        start, *rest = _COMMENT.sub("", line).split() or [""]
        # Conditions on the query stand between the two addresses.
        target = next((word for word in rest if word.startswith("/") or "://" in word), None)
        is_missing = any(word.rstrip("!") == "404" for word in rest)
        if start.startswith("/") and target and not is_missing:
            yield Forward(number, start, target)


def _led(pattern: Forward, path: str) -> str | None:
    """Where a pattern leads a path to, None where it does not fit."""
    parts = {_SPLAT: ""}
    wanted, names = _names(pattern.start), _names(path)
    if pattern.start.endswith("*"):
        last = wanted.pop().removesuffix("*")
        rest = "/".join(names[len(wanted) :])
        if not rest.startswith(last):
            return None
        parts[_SPLAT] = rest.removeprefix(last)
        names = names[: len(wanted)]
    if len(wanted) != len(names):
        return None
    for want, name in zip(wanted, names, strict=True):
        if want.startswith(":"):
            parts[want[1:]] = name
        elif want != name:
            return None
    return _NAMED.sub(lambda found: parts.get(found[1], found[0]), pattern.target)


def _names(path: str) -> list[str]:
    return path.strip("/").split("/")
