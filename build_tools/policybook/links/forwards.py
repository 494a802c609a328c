"""The `_redirects` file of Netlify and Cloudflare Pages: where addresses lead that have no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from policybook.links.contents import Contents
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Slot, Use

FILE = "_redirects"
_COMMENT = re.compile(r"(?:^|\s)#.*")
_NAMED = re.compile(r":([A-Za-z]\w*)", re.ASCII)
_SPLAT = "splat"


class Forward(NamedTuple):
    """A line: what comes to `start` is led to `target`, which may have parts of `start` in it."""

    line: int
    start: str
    target: str

    @property
    def is_pattern(self) -> bool:
        """Whether the line is for more than one address."""
        return self.start.endswith("*") or "/:" in self.start

    def led(self, path: str) -> str | None:
        """Where a path is led to, None where the line is not for it."""
        parts: dict[str, str] = {_SPLAT: ""}
        wanted, names = _names(self.start), _names(path)
        if self.start.endswith("*"):
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
        return _NAMED.sub(lambda found: parts.get(found[1], found[0]), self.target)


@dataclass(frozen=True, slots=True)
class Forwards:
    """The lines of a file, of which the first counts that is for an address."""

    whole: Mapping[str, Forward] = field(default_factory=dict)
    patterns: tuple[Forward, ...] = ()

    def target(self, path: str) -> str | None:
        """Where a path from the root of the host is led to, if a line is for it."""
        forward = self.whole.get(path.rstrip("/"))
        for other in self.patterns:
            if forward and forward.line < other.line:
                break
            if (led := other.led(path)) is not None:
                return led
        return forward.target if forward else None

    @property
    def contents(self) -> Contents:
        """What the file names, but for targets that depend on what is asked for."""
        slot = Slot("redirect", Role.REDIRECT)
        lines = {
            Use(replace(slot, noun=f"redirect of {quoted(line.start)}"), line.target): line.line
            for line in (*self.whole.values(), *self.patterns)
            if not _NAMED.search(line.target)
        }
        return Contents(tuple(lines), len(lines), lines=lines)


def parse(text: str) -> Forwards:
    """The lines of a file; comments and lines that lead nowhere are none."""
    whole: dict[str, Forward] = {}
    patterns = []
    for forward in _lines(text):
        if forward.is_pattern:
            patterns.append(forward)
        else:
            whole.setdefault(forward.start.rstrip("/"), forward)
    return Forwards(whole, tuple(patterns))


def _lines(text: str) -> Iterator[Forward]:
    for number, line in enumerate(text.splitlines(), 1):
        start, *rest = _COMMENT.sub("", line).split() or [""]
        # Conditions on the query stand between the two addresses.
        target = next((word for word in rest if word.startswith("/") or "://" in word), None)
        if start.startswith("/") and target:
            yield Forward(number, start, target)


def _names(path: str) -> list[str]:
    return path.strip("/").split("/")
