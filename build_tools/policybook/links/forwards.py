"""The `_redirects` file of Netlify and Cloudflare Pages: where addresses lead that have no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from policybook.links.contents import LONGEST, Contents, Forward, Unread
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Slot, Use

FILE = "_redirects"

_MOST_FORMS = 200
"""How many forms of patterns are told apart, each of which is looked up for each address."""

_COMMENT = re.compile(r"(?:^|\s)#.*")
_NAMED = re.compile(r":([A-Za-z]\w*)", re.ASCII)
_SPLAT = "splat"


def contents(content: bytes) -> Contents:
    """The lines of a file, and the addresses they name that are the same for all that comes."""
    slot = Slot("redirect", Role.REDIRECT)
    forwards, faults = _read(content.decode("utf-8", "replace"))
    lines = {
        Use(
            replace(slot, noun=f"redirect of {quoted(forward.start)}"), forward.target
        ): forward.line
        for forward in forwards
        if not _NAMED.search(forward.target)
    }
    return Contents(tuple(lines), len(lines), faults=faults, lines=lines, forwards=forwards)


class Forwards:
    """Where addresses lead by the lines of a file, of which the first counts that fits."""

    def __init__(self, forwards: Iterable[Forward] = ()) -> None:
        self._whole: dict[str, Forward] = {}
        self._patterns: dict[_Form, dict[tuple[str, ...], Forward]] = {}
        for forward in forwards:
            if form := _form(forward.start):
                alike = self._patterns.setdefault(form, {})
                alike.setdefault(form.said(_names(forward.start)), forward)
            else:
                self._whole.setdefault(forward.start.rstrip("/"), forward)

    def target(self, path: str) -> str | None:
        """Where a path from the root of the host is led to, if a line is for it.

        What is longer than `LONGEST` is not written out to its end.
        """
        names = _names(path)
        found = [alike.get(form.said(names)) for form, alike in self._patterns.items()]
        fitting = [forward for forward in (self._whole.get(path.rstrip("/")), *found) if forward]
        return _led(min(fitting), names) if fitting else None


class _Form(NamedTuple):
    """What patterns have in common that differ only in the names that they say.

    They have as many `parts`, before that of a `*`, and the same of them are `:named`. `before` is
    how many characters stand before the `*` in its part, None without one.
    """

    parts: int
    named: tuple[int, ...]
    before: int | None

    def said(self, names: Sequence[str]) -> tuple[str, ...]:
        """Of an address or a pattern, what is the same in both if the one fits the other."""
        if len(names) < self.parts:
            return ()
        said = [*names[: self.parts]]
        for number in self.named:
            said[number] = ""
        rest = names[self.parts : self.parts + 1]
        if self.before is None:
            return (*said, *rest)
        return (*said, rest[0][: self.before] if rest else "")


def _form(start: str) -> _Form | None:
    """The form of a pattern, None where a line is for one address alone."""
    is_open = start.endswith("*")
    if not is_open and "/:" not in start:
        return None
    names = _names(start)
    before = len(names.pop()) - 1 if is_open else None
    return _Form(len(names), tuple(n for n, name in enumerate(names) if name[:1] == ":"), before)


def _read(text: str) -> tuple[tuple[Forward, ...], tuple[Unread, ...]]:
    forwards: list[Forward] = []
    forms: set[_Form] = set()
    for forward in _lines(text):
        if form := _form(forward.start):
            forms.add(form)
        if len(forms) > _MOST_FORMS:
            message = (
                f"`*` and `:` stand in more than {_MOST_FORMS} different places of the patterns up "
                "to here: the rest of the file is not read; use fewer"
            )
            return tuple(forwards), (Unread(forward.line, 1, message),)
        forwards.append(forward)
    return tuple(forwards), ()


def _lines(text: str) -> Iterator[Forward]:
    for number, line in enumerate(text.split("\n"), 1):
        start, *rest = _COMMENT.sub("", line).split() or [""]
        # Conditions on the query stand between the two addresses.
        target = next((word for word in rest if word.startswith("/") or "://" in word), None)
        is_missing = any(word.rstrip("!") == "404" for word in rest)
        if start.startswith("/") and target and not is_missing:
            yield Forward(number, start, target)


def _led(forward: Forward, names: Sequence[str]) -> str:
    """Where a line leads an address to that fits it."""
    form = _form(forward.start)
    if form is None or len(forward.target) > LONGEST:
        return forward.target
    wanted = _names(forward.start)
    parts = {_SPLAT: "/".join(names[form.parts :])[form.before :]}
    parts |= {wanted[number][1:]: names[number] for number in form.named}
    led, end = "", 0
    for found in _NAMED.finditer(forward.target):
        led += forward.target[end : found.start()] + parts.get(found[1], found[0])
        end = found.end()
        if len(led) > LONGEST:
            break
    return led + forward.target[end:]


def _names(path: str) -> list[str]:
    return path.strip("/").split("/")
