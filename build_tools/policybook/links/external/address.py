"""Addresses of external pages: in one form, without secrets, taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import inet_aton
from typing import NamedTuple, Self
from urllib.parse import quote, urldefrag, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
_KEPT = "%/:;=@!$&'()*+,~?[]|^{}"
_TRANSLATED = "64:ff9b::"  # RFC 6052: IPv4 addresses as networks with IPv6 alone reach them
_PUBLIC = IPv6Network("2000::/3")  # all of IPv6 that is given out (RFC 4291, IANA)


class Origin(NamedTuple):
    """The server of a page."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where an external link leads: a page and, where the link says so, a place in it.

    The page is in one form for all ways to write it, and has no name and password of a user.
    """

    page: str
    fragment: str = ""

    @classmethod
    def of(cls, target: str) -> Self | None:
        """The address that a link has, None where it is none of the web."""
        try:
            whole, fragment = urldefrag(target.strip())
            parts = urlsplit(whole, scheme="https")
            host, port = parts.hostname, parts.port
            if parts.scheme not in PORTS or not host or ("%" in host and ":" not in host):
                return None
            name = f"[{host}]" if ":" in host else host
            server = name if port in (None, PORTS[parts.scheme]) else f"{name}:{port}"
            query = f"?{quote(parts.query, _KEPT)}" if parts.query else ""
            path = quote(parts.path or "/", _KEPT)
        except ValueError:
            return None
        return cls(f"{parts.scheme}://{server}{path}{query}", fragment)

    def __str__(self) -> str:
        return f"{self.page}#{self.fragment}" if self.fragment else self.page


def joined(page: str, location: str) -> Address | None:
    """Where a redirect from a page leads, None where that is no address of the web."""
    try:
        return Address.of(urljoin(page, location)) if location else None
    except ValueError:
        return None


def origin(page: str) -> Origin:
    """The server of a page that is an Address's."""
    parts = urlsplit(page)
    return Origin(parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme])


def is_private(host: str) -> bool:
    """Whether a host is written as an address that is not of the public internet, or as localhost.

    Any other name is public as far as can be seen here: what it resolves to is judged in its turn.
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    number = _number(name.partition("%")[0])
    if number is None:
        return False
    is_given = number in _PUBLIC if isinstance(number, IPv6Address) else not number.is_multicast
    return not (number.is_global and is_given)


def _number(name: str) -> IPv4Address | IPv6Address | None:
    """The number that a host is written as, in the short and odd ways of systems too: `127.1`."""
    try:
        return _embedded(ip_address(name))
    except ValueError:
        pass
    try:
        return IPv4Address(inet_aton(name))
    except (OSError, ValueError):
        return None


def _embedded(number: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for, if it stands for one."""
    if isinstance(number, IPv4Address):
        return number
    if number.packed.startswith(ip_address(_TRANSLATED).packed[:12]):
        return IPv4Address(number.packed[12:])
    return number.ipv4_mapped or number.sixtofour or number
