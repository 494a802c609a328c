"""Site: the files of a folder that was built, and what an address finds among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

from policybook.links.addresses import Fault
from policybook.links.aim import Aim, Home, Where, aim
from policybook.links.contents import LONGEST, Contents
from policybook.links.forwards import Forwards
from policybook.links.index import INDEX, Index, address
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Slot, Use

_MOST_HOPS = 20
"""How many redirects browsers follow."""

_LINES = re.compile(r"(\w*\d+)-\w*\d+")
"""Some lines of a listing, which scripts mark and scroll to the first of."""

_FORWARD = Slot("redirect", Role.REDIRECT)


class Hit(NamedTuple):
    """What is at a path: a file, if it is of the site, and what is wrong with the path.

    `better` is the path to write instead, where that is sure.
    """

    file: str | None = None
    fault: Fault | None = None
    better: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a site and what is in them, with where it is published."""

    index: Index
    contents: Mapping[str, Contents]
    home: Home
    forwards: Forwards = field(default_factory=Forwards)
    aims: dict[Use, Aim] = field(default_factory=dict)
    hits: dict[str, Hit] = field(default_factory=dict)

    def aim(self, use: Use) -> Aim:
        """Where a use leads, as its text says."""
        known = self.aims.get(use)
        if known is None:
            known = self.aims[use] = aim(use, self.home)
        return known

    def based(self, file: str, base: str, use: Use) -> Use:
        """A use in a file whose relative addresses start at `base`, with the whole address.

        Nothing starts at a base that is longer than an address can be.
        """
        if len(base) > LONGEST:
            return use
        here = f"{self.home}{quote(file, errors='replace')}"
        try:
            return Use(use.slot, urljoin(urljoin(here, base), use.target.strip()))
        except ValueError:
            return use

    def find(self, path: str) -> Hit:
        """What there is at a path from the root of the site."""
        hit = self.hits.get(path)
        if hit is None:
            hit = self.hits[path] = self._find(path)
        return hit

    def led(self, file: str) -> tuple[str | None, bool]:
        """The file that a page leads on to by itself, and whether it leads out of the site."""
        contents = self.contents.get(file)
        if contents is None or contents.lead is None:
            return None, False
        use = contents.lead
        led = self.aim(self.based(file, contents.base, use) if contents.base else use)
        path = placed(file, led)
        if led.where is not Where.INSIDE or path is None:
            return None, led.where is Where.OUTSIDE
        return self.find(path).file, False

    def journey(self, file: str) -> Iterator[str]:
        """A file and those that it leads on to, one after the other."""
        here: str | None = file
        for _ in range(_MOST_HOPS):
            if here is None:
                break
            yield here
            here, _ = self.led(here)

    def has_anchor(self, file: str, fragment: str) -> bool:
        """Whether an anchor is in a file or where that leads on to, as far as that can be told."""
        names = [fragment, unquote(fragment)]
        if lines := _LINES.fullmatch(fragment):
            names.append(lines[1])
        last = file
        for last in self.journey(file):
            contents = self.contents.get(last)
            if contents is None or contents.anchors is None or contents.faults:
                return True
            if not contents.anchors.isdisjoint(names):
                return True
        return self.led(last)[1]

    def _find(self, path: str, hops: int = 0) -> Hit:
        index = self.index
        if file := index.file(path):
            return Hit(file)
        if not path or path.endswith("/"):
            if file := index.file(f"{path}{INDEX}"):
                return Hit(file)
        elif file := index.file(f"{path}/{INDEX}"):
            return Hit(file, Fault("link-slash", "needs a redirect"), f"{path}/")
        elif file := index.file(f"{path}.html"):
            message = "leaves out the ending of a file, which not every server adds"
            return Hit(file, Fault("link-extension", message), f"{path}.html")
        target = self.forwards.target(f"{self.home.path}{path}")
        return self._missing(path) if target is None else self._forwarded(target, hops)

    def _forwarded(self, target: str, hops: int) -> Hit:
        """What a line of `_redirects` leads to."""
        if hops == _MOST_HOPS:
            message = "is led in a circle by `_redirects`: let that end at a page"
            return Hit(None, Fault("redirect-loop", message))
        if len(target) > LONGEST:
            message = "is led by `_redirects` to ever longer addresses: let that end at a page"
            return Hit(None, Fault("redirect-loop", message))
        led = aim(Use(_FORWARD, target), self.home)
        if led.where is not Where.INSIDE or led.path is None:
            return Hit(None)
        return self._find(led.path, hops + 1)

    def _missing(self, path: str) -> Hit:
        """Why there is nothing at a path."""
        index = self.index
        name = quoted(f"/{path}")
        for like in (path, f"{path}{INDEX}", f"{path}/{INDEX}"):
            if file := index.like(like):
                message = "works on some machines only, for its capitals or accents"
                return Hit(None, Fault("link-case", message), address(file)[1:])
        if index.is_stray(path.rstrip("/")):
            message = f"is broken: {name} is behind a symbolic link that leads out of the site"
        elif path.rstrip("/") in index.folders:
            message = f"is broken: the folder {name} has no `{INDEX}`"
        else:
            message = f"is broken: the site has no {name}"
        return Hit(None, Fault("link-broken", message))


def placed(file: str, led: Aim) -> str | None:
    """The path of an aim within the site, None where it leads above its root."""
    if led.path is None:
        return file
    if led.ups is None:
        return led.path
    folders = file.split("/")[:-1]
    if led.ups > len(folders):
        return None
    return "/".join((*folders[: len(folders) - led.ups], led.path))
