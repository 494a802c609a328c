"""Aim: where an address leads, as its text says, before anyone looks whether it is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Self
from urllib.parse import quote, unquote

from policybook.links import addresses
from policybook.links.addresses import SCHEME, Fault, Web
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Use

_EDGES = "".join(map(chr, range(0x21)))
_BREAKS = str.maketrans("", "", "\t\r\n")
_OF_SOUND = (addresses.PRIVATE, "content-insecure")
"""What may be wrong with an address that leads somewhere all the same."""

_COLON_MISSING = re.compile(r"https?;?//", re.IGNORECASE)
_DIRECTIVE = ":~:"
_DOTS = {"%2e": ".", ".%2e": "..", "%2e.": "..", "%2e%2e": ".."}
_NO_HOST = "site.invalid"
ABOVE = Fault("link-outside", "leads above the root of the site: take `../` away")
_EMPTY = "is empty: fill it in, or leave the attribute out"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a site is published; `path` starts and ends with a slash.

    Where that is not known it is the root of a host that no one can link to (RFC 2606).
    """

    scheme: str = "https"
    host: str = _NO_HOST
    port: str = ""
    path: str = "/"

    @classmethod
    def of(cls, address: str) -> Self | None:
        """The home at an address, None where it is none of the web."""
        parts = addresses.web(address)
        if parts is None or not parts.scheme:
            return None
        path = re.split("[?#]", parts.rest, maxsplit=1)[0]
        folder = path if path.endswith("/") else f"{path}/"
        port = "" if parts.is_usual(parts.scheme) else parts.port
        return cls(parts.scheme, parts.host, port, unquote(folder))

    @property
    def is_known(self) -> bool:
        """Whether this is a home at all."""
        return self.host != _NO_HOST

    @property
    def server(self) -> str:
        """The address of its host."""
        return f"{self.scheme}://{self.host}{f':{self.port}' if self.port else ''}"

    def __str__(self) -> str:
        return f"{self.server}{quote(self.path)}"

    def has(self, parts: Web) -> bool:
        """Whether an address is on the same host."""
        if parts.host != self.host:
            return False
        return parts.port == self.port or (parts.is_usual(self.scheme) and not self.port)


class Where(Enum):
    """On which side of the site's border an address leads."""

    INSIDE = auto()
    OUTSIDE = auto()
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class Aim:
    """Where an address leads, and what is wrong with it as it is written.

    Within the site `path` says where, decoded: from `ups` folders above the file, or from the root
    where that is None. A `path` of None is the file itself. `fragment` is what stands behind `#`,
    nothing if that is the top of a page. What leads nowhere has the `path` that it has from the
    root of the site if it forgets where that is published.
    """

    where: Where = Where.INSIDE
    path: str | None = None
    ups: int | None = 0
    fragment: str = ""
    fault: Fault | None = None


def plain(target: str) -> str:
    """An address without what browsers overlook in it."""
    return target.strip(_EDGES).translate(_BREAKS)


def aim(use: Use, home: Home) -> Aim:
    """Where a use of an address leads in a site that is published at `home`."""
    target = plain(use.target)
    if target.startswith("#"):
        return Aim(fragment=_anchor(target[1:]))
    if not target:
        is_fine = use.slot.role in (Role.FORM, Role.REDIRECT)
        return Aim(fault=None if is_fine else Fault("link-empty", _EMPTY))
    if fault := addresses.unfilled(target):
        return _nowhere(fault)
    if _COLON_MISSING.match(target):
        return _nowhere(addresses.malformed("lacks the colon of `https://`: write it"))
    if SCHEME.match(target) or target.startswith("//"):
        return _whole(use, target, home)
    if use.slot.role is Role.SITEMAP:
        return _nowhere(_partial(target, home))
    if use.slot.role is Role.LOCK:
        home = Home()
    if fault := addresses.misspelt(target):
        return _nowhere(fault)
    address, _, fragment = target.partition("#")
    path = address.partition("?")[0]
    if path.startswith("/"):
        return _from_root(path, fragment, home) or _outside(path, home)
    if not path:
        return Aim(fragment=_anchor(fragment))
    ups, walked = _walked(path)
    return Aim(path=walked, ups=ups, fragment=_anchor(fragment))


def _whole(use: Use, target: str, home: Home) -> Aim:
    """Where an address with a scheme or a host leads."""
    is_secure = home.scheme == "https"
    parts = addresses.web(target)
    if parts and home.has(parts):
        address, _, fragment = parts.rest.partition("#")
        inside = _from_root(address.partition("?")[0] or "/", fragment, home)
        if inside:
            if fault := addresses.misspelt(parts.rest):
                return _nowhere(fault)
            return replace(inside, fault=addresses.insecure(parts, use.slot, is_secure=is_secure))
    fault = addresses.fault(target, use.slot, is_secure=is_secure)
    is_sound = fault is None or fault.rule in _OF_SOUND
    return Aim(Where.OUTSIDE if parts and is_sound else Where.NOWHERE, fault=fault)


def _nowhere(fault: Fault) -> Aim:
    return Aim(Where.NOWHERE, fault=fault)


def _partial(target: str, home: Home) -> Fault:
    """That only a part of an address is where a whole one has to be."""
    start = "https://"
    if home.is_known:
        start = home.server if target.startswith("/") else str(home)
    message = f"is no whole address: start it with {quoted(start)}"
    return Fault("sitemap-entry-broken", message)


def _outside(path: str, home: Home) -> Aim:
    ups, walked = _walked(path[1:])
    if home.path == "/":
        return _nowhere(ABOVE)
    message = f"leads out of the site, which is published below {quoted(home.path)}"
    fault = Fault("link-outside", message)
    return Aim(Where.NOWHERE, None if ups else walked, None, fault=fault)


def _from_root(path: str, fragment: str, home: Home) -> Aim | None:
    """Where a path from the root of the host leads, None where that is out of the site."""
    ups, walked = _walked(path[1:])
    whole = f"/{walked}"
    if whole == home.path[:-1]:
        whole = home.path
    if ups or not whole.startswith(home.path):
        return None
    return Aim(path=whole[len(home.path) :], ups=None, fragment=_anchor(fragment))


def _walked(path: str) -> tuple[int, str]:
    """How many folders up a relative path leads first, and where to from there, decoded."""
    if "." not in path and "%" not in path:
        return 0, path
    ups = 0
    walked: list[str] = []
    names = path.split("/")
    for name in names:
        step = _DOTS.get(name.lower(), name)
        if step == "..":
            if walked:
                walked.pop()
            else:
                ups += 1
        elif step != ".":
            walked.append(name)
    if _DOTS.get(names[-1].lower(), names[-1]) in (".", "..") and walked:
        walked.append("")
    return ups, unquote("/".join(walked), errors="surrogateescape")


def _anchor(fragment: str) -> str:
    """The anchor that a fragment means: it may say which text to find, and `top` is the top."""
    anchor = fragment.partition(_DIRECTIVE)[0]
    return "" if anchor.lower() == "top" else anchor
