"""From a trail to what is wrong with a link, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from policybook.links.external.address import Address, origin
from policybook.links.external.anchors import Absence, anchor
from policybook.links.external.answers import Failure, Fault, Reply
from policybook.links.external.retrying import TOO_MANY
from policybook.links.external.trail import Trail
from policybook.problem import printable
from policybook.words import meant

_GONE = frozenset({404, 410})
_PASSWORD = frozenset({401, 407})
_LONGEST = 200
_LATER = "check again later, and link elsewhere if it stays so"

OPEN = frozenset({"external-busy", "external-unchecked"})
"""The rules that say nothing but that an address could not be judged."""


class Verdict(NamedTuple):
    """What a rule says of a link. The message goes on where the link is named."""

    rule: str
    message: str


def verdicts(trail: Trail, address: Address) -> Iterator[Verdict]:
    """What is wrong with links to an address, from the trail of its page."""
    if isinstance(trail.end, Reply) and trail.end.is_good:
        yield from _of_move(trail, address)
        if absence := trail.absent.get(address.fragment):
            yield _of_absence(absence, _shown(anchor(address.fragment)))
    elif found := _of_end(trail):
        is_elsewhere = trail.last != trail.page and found.rule != "external-redirect-loop"
        which = f"leads to {_shown(trail.last)}, which " if is_elsewhere else ""
        yield found._replace(message=which + found.message)


def _of_end(trail: Trail) -> Verdict | None:
    if isinstance(trail.end, Reply):
        return _of_status(trail.end.status)
    if trail.end.what is Failure.LOOP and any(hop.sets_cookie for hop in trail.hops):
        return Verdict(
            "external-refused", "wants a cookie: look in a browser whether it is what is meant"
        )
    return _of_fault(trail.end, _shown(origin(trail.last).host))


def _of_status(status: int) -> Verdict:
    if status in _GONE:
        mend = "link to where that is now, or leave the link out"
        return Verdict("external-gone", f"is gone: its server answers {status}; {mend}")
    if status == TOO_MANY:
        why = f"its server answers nobody who asks often ({status})"
        return Verdict("external-busy", f"could not be judged: {why}; check again later")
    if status in _PASSWORD:
        mend = "look in a browser whether it is what readers should see"
        return Verdict("external-refused", f"asks for a password ({status}): {mend}")
    if 400 <= status < 500:
        mend = "look in a browser whether it is there"
        return Verdict("external-refused", f"is refused to programs ({status}): {mend}")
    return Verdict("external-failing", f"is not shown: its server answers {status}; {_LATER}")


def _of_fault(fault: Fault, host: str) -> Verdict | None:
    match fault.what:
        case Failure.IGNORED:
            return None
        case Failure.UNKNOWN_NAME:
            what = f"leads nowhere: there is no server with the name {host}"
            return Verdict("external-host-unknown", f"{what}; correct it, or leave the link out")
        case Failure.REFUSED:
            what = f"is out of reach: {host} takes no connection"
            return Verdict("external-unreachable", f"{what}; {_LATER}")
        case Failure.TIMEOUT:
            what = f"takes too long: {host} did not answer in time"
            return Verdict("external-timeout", f"{what}; {_LATER}")
        case Failure.TLS:
            what = f"cannot be trusted: {fault.reason}"
            mend = "tell its owner, or link elsewhere, since browsers warn of it"
            return Verdict("external-tls", f"{what}; {mend}")
        case Failure.BROKEN:
            what = f"is not shown: what {host} answers breaks off or is no HTTP"
            return Verdict("external-failing", f"{what}; {_LATER}")
        case Failure.NOWHERE:
            what = "is not shown: it redirects to what is no address of the web"
            return Verdict("external-failing", f"{what}; {_LATER}")
        case Failure.LOOP:
            what = "leads from redirect to redirect without end"
            mend = "link to where the page is now, or leave the link out"
            return Verdict("external-redirect-loop", f"{what}: {mend}")
        case Failure.INSECURE:
            what = "is not encrypted, though the link is"
            return Verdict("external-insecure", f"{what}: link to a page that stays with https")
        case Failure.BUSY:
            rest = f" for {fault.reason}" if fault.reason else ""
            what = f"could not be judged: {host} wants to be left alone{rest}"
            return Verdict("external-busy", f"{what}; check again later")
        case Failure.PRIVATE:
            what = f"was not fetched: {host} is not of the public internet"
            mend = "let it be fetched with `--allow`, or left alone with `--ignore`"
        case Failure.NOT_ALLOWED:
            what = "was not fetched: no pattern allows it"
            mend = "allow it too with `--allow`, or link to what is allowed"
        case Failure.NO_TIME:
            what = "was not fetched: there was no time left"
            mend = "give it more with `--time-limit`, or run this again, since answers are kept"
        case Failure.NO_WAY:
            what = f"could not be judged: {fault.reason}"
            mend = "check again from where it can be reached"
    return Verdict("external-unchecked", f"{what}; {mend}")


def _of_move(trail: Trail, address: Address) -> Iterator[Verdict]:
    moved = trail.moved
    if moved is None:
        return
    fragment = "" if address.fragment in trail.absent else address.fragment
    new = _shown(str(Address(moved.page, moved.fragment or fragment)))
    if _is_trivial(address.page, moved.page):
        message = f"is written {new} by its server, which redirects there: link to that"
        yield Verdict("external-redirected", message)
    elif moved is trail.hops[-1]:
        yield Verdict("external-moved", f"has moved for good to {new}: link to that")
    else:
        message = f"has moved for good to {new}, which leads on for now: link to that"
        yield Verdict("external-redirected", message)


def _of_absence(absence: Absence, name: str) -> Verdict:
    if absence.doubt:
        what = f"could not be judged: whether it has {name} cannot be told, since {absence.doubt}"
        return Verdict("external-unchecked", f"{what}; look in a browser")
    hint = meant(_plain(absence.nearest)) if absence.nearest else ""
    mend = hint or "; link to one that is there, or to the page alone"
    return Verdict("external-anchor-missing", f"finds no anchor {name} there{mend}")


def _is_trivial(old: str, new: str) -> bool:
    """Whether two addresses are two ways to write one."""
    return _core(old) == _core(new)


def _core(page: str) -> tuple[str, str, str]:
    parts = urlsplit(page)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.lower().removesuffix("index.html").rstrip("/")
    return host, path, parts.query


def _shown(address: str) -> str:
    return f"`{_plain(address)}`"


def _plain(text: str) -> str:
    line = printable(text[: _LONGEST + 1]).replace("`", "%60")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
