"""What to write in the place of an address that is wrong: how messages end."""

from __future__ import annotations

from collections.abc import Collection

from policybook.links import addresses
from policybook.links.aim import plain
from policybook.links.nearby import nearby_anchor, nearby_file
from policybook.links.quoting import literal
from policybook.links.reference import Use
from policybook.links.rewriting import anchored, rewritten
from policybook.links.site import Site


def right_path(use: Use, file: str, path: str, site: Site) -> str:
    """`: write …`, the address of a path that is the right one for sure."""
    return f": write {literal(rewritten(use, file, path, site))}"


def below_home(use: Use, file: str, path: str | None, site: Site) -> str:
    """What to do where an address forgets the path below which the site is published."""
    hit = None if path is None else site.find(path)
    if path is None or hit is None or not (hit.file or hit.better):
        start = ": start with that path"
    else:
        start = right_path(use, file, hit.better or path, site)
    return f"{start}, or write the whole address if another site is meant"


def near_path(use: Use, file: str, path: str, site: Site) -> str:
    """`; did you mean …?` with what comes closest to a path, or nothing."""
    target = plain(use.target)
    if target.lower().startswith("www."):
        whole = f"https://{target}"
        is_good = addresses.fault(whole, use.slot, is_secure=True) is None
        return _meant(whole if is_good else None)
    found = nearby_file(path, site.index)
    return _meant(None if found is None else rewritten(use, file, found, site))


def near_anchor(address: str, fragment: str, anchors: Collection[str]) -> str:
    """`; did you mean …?` with an address and the anchor that comes closest, or nothing."""
    found = nearby_anchor(fragment, anchors)
    return _meant(None if found is None else anchored(address, found))


def _meant(address: str | None) -> str:
    return "" if address is None else f"; did you mean {literal(address)}?"
