"""What keeps an address that has a scheme from being a good one, seen from its text alone."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import NamedTuple
from urllib.parse import unquote

from policybook.links.external.address import is_private
from policybook.links.quoting import quoted
from policybook.links.reference import Role, Slot
from policybook.words import did_you_mean

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = re.compile(r"(?:(https?):)?//([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:[^@]*@)?(\[[^\]]*\]|[^:\[\]]*)(?::(.*))?", re.DOTALL)
_PORTS = {"http": 80, "https": 443}
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNFIT = re.compile(r"[^\w.~-]")
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_NUMBERS = re.compile(r"(?:.*\.)?\d+")
_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}")
_MAILBOX = re.compile(r"[^\s@<>,;]+@(?:[\w-]+\.)+[\w-]{2,}")
_LOCAL = (".local", ".internal", ".intranet", ".lan", ".home.arpa", ".invalid", ".test")
PRIVATE = "address-private"
_FOLLOWED = ("http", "https", "mailto", "tel")
_RUNS_CODE = ("javascript", "vbscript")
_PAGES = ("a", "area", "form", "button", "frame", "iframe", "script")
"""Elements in which `data:` is a page or a program rather than a picture or a font."""


class Fault(NamedTuple):
    """What a rule says of an address."""

    rule: str
    message: str

    def plus(self, end: str) -> Fault:
        """The same with how its message goes on."""
        return Fault(self.rule, f"{self.message}{end}")


_LOCAL_FILE = Fault(
    "address-scheme",
    "leads to a file on the writer's own machine or network: write where it is on the web",
)


class Web(NamedTuple):
    """An address of the web, taken apart; the scheme is empty where it is that of the page."""

    scheme: str
    host: str
    port: str
    rest: str

    def is_usual(self, scheme: str) -> bool:
        """Whether the port is the one that needs no mention."""
        return self.port in ("", str(_PORTS[self.scheme or scheme]))


def web(address: str) -> Web | None:
    """The parts of an address of the web, None where it is none or has no host."""
    found = _WEB.match(address)
    place = _AUTHORITY.fullmatch(found[2]) if found else None
    if not found or not place or not place[1]:
        return None
    return Web((found[1] or "").lower(), place[1].lower(), place[2] or "", found[3])


def fault(target: str, slot: Slot, *, is_secure: bool) -> Fault | None:
    """What is wrong with an address that has a scheme or starts with two slashes.

    `is_secure` says that the site comes over https.
    """
    found = SCHEME.match(target)
    scheme = found[1].lower() if found else ""
    if scheme in ("", "http", "https"):
        return _web_fault(target, slot, is_secure=is_secure)
    if scheme == "mailto":
        return _mail_fault(target)
    if scheme == "tel":
        lacks = not re.search(r"\d", target)
        return malformed("has no number: write one, or take `tel:` away") if lacks else None
    return _scheme_fault(scheme, target, slot)


def unfilled(address: str) -> Fault | None:
    """That a template left a placeholder behind in an address."""
    if found := _PLACEHOLDER.search(unquote(address)):
        what = f"has {quoted(found[0])}, a placeholder that a template left behind"
        return malformed(f"{what}: put in what it stands for")
    return None


def malformed(message: str) -> Fault:
    """That an address is not written as addresses are."""
    return Fault("address-malformed", message)


def misspelt(address: str) -> Fault | None:
    """What is wrong with marks that no address has, whether it is whole or not."""
    if address.startswith("\\\\"):
        return _LOCAL_FILE
    if "\\" in address:
        return malformed(r"has a `\`: write `/`")
    if found := _PERCENT.search(address):
        part = quoted(address[found.start() : found.start() + 3])
        return malformed(f"has {part}, which stands for nothing: write `%25` for a percent sign")
    return None


def insecure(address: Web, slot: Slot, *, is_secure: bool) -> Fault | None:
    """That a page loads something without encryption although it comes with it itself."""
    is_loaded = slot.role is Role.EMBED and slot.element != "meta"
    if is_loaded and address.scheme == "http" and is_secure:
        message = "is loaded without encryption, which browsers refuse: write `https://`"
        return Fault("content-insecure", message)
    return None


def _web_fault(target: str, slot: Slot, *, is_secure: bool) -> Fault | None:
    address = web(target)
    if address is None:
        if "//" in target[:8]:
            return malformed("has no host after `//`: write one")
        return malformed("lacks `//` after the colon, so it leads to no host: write `https://`")
    if " " in target:
        return malformed("has a space: write `%20`, or close the gap")
    return (
        misspelt(target)
        or _host_fault(address)
        or _reach_fault(address)
        or insecure(address, slot, is_secure=is_secure)
    )


def _host_fault(address: Web) -> Fault | None:
    host, port = address.host, address.port
    if not re.fullmatch(r"\d{0,5}", port) or (port and not 0 < int(port) < 1 << 16):
        return malformed(f"has the port {quoted(port)}; ports are numbers from 1 to 65,535")
    if host.startswith("["):
        try:
            IPv6Address(host[1:-1])
        except ValueError:
            return malformed(f"has the host {quoted(host)}, which is no IPv6 address: correct it")
        return None
    labels = host.removesuffix(".").split(".")
    if _NUMBERS.fullmatch(host):
        if not _IPV4.fullmatch(host):
            return malformed(f"has the host {quoted(host)}, which is no IPv4 address: correct it")
    elif not all(0 < len(label) < 64 for label in labels):
        return malformed(f"has the host {quoted(host)}, in which a part is empty or too long")
    elif found := _UNFIT.search(unquote(host)):
        return malformed(f"has {quoted(found[0])} in its host, which no host has: correct it")
    return None


def _reach_fault(address: Web) -> Fault | None:
    """Why readers cannot reach an address, wherever they are."""
    host = address.host.removesuffix(".")
    if is_private(host.strip("[]")) or ("." not in host and ":" not in host):
        message = (
            "leads to a host that readers cannot reach: take it away, or name one that they can"
        )
    elif host.endswith(_LOCAL):
        message = "leads to a host that is on no public network: take it away, or name one that is"
    else:
        return None
    return Fault(PRIVATE, message)


def _mail_fault(target: str) -> Fault | None:
    people, mark, fields = unquote(target[len("mailto:") :]).partition("?")
    if not people.strip() and mark and fields:
        return None  # What to write is given, and the reader says to whom.
    for person in people.split(","):
        if not _MAILBOX.fullmatch(person.strip()):
            message = f"has {quoted(person)}, which is no address for mail: write `name@host`"
            return malformed(message)
    return None


def _scheme_fault(scheme: str, target: str, slot: Slot) -> Fault | None:
    rest = target[len(scheme) + 1 :]
    if scheme == "data":
        if slot.element not in _PAGES or rest.lower().startswith("image/"):
            return None
        return _scheme("has its content in `data:`, which browsers do not open: make it a file")
    if scheme == "about" and slot.role is Role.EMBED:
        return None
    if scheme in _RUNS_CODE:
        return _scheme(f"runs code by `{scheme}:`: use a button and a script")
    if scheme == "file" or len(scheme) == 1:  # as in `C:\`
        return _LOCAL_FILE
    if rest[:1].isdigit() or "." in scheme:
        return malformed("has a host and no scheme: write `https://` before it")
    if hint := did_you_mean(scheme, _FOLLOWED):
        return _scheme(f"starts with `{scheme}:`, which is no scheme{hint}")
    return _scheme(f"needs a program for {quoted(f'{scheme}:')}, which not every reader has")


def _scheme(message: str) -> Fault:
    return Fault("address-scheme", message)
