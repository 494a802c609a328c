"""Redirects that lead back to where they came from."""

from __future__ import annotations

from pathlib import PurePosixPath

from policybook.links.drafts import Drafts
from policybook.links.reference import Standing
from policybook.links.site import Site
from policybook.links.slots import RELOAD

_MESSAGE = "leads back to where it came from: let it end at a page"


def note_circles(site: Site, drafts: Drafts) -> None:
    """Note each circle of pages that lead on to each other, once."""
    seen: set[str] = set()
    for start, contents in site.contents.items():
        journey: dict[str, int] = {}
        here = start if contents.lead else None
        while here is not None and here not in seen:
            journey[here] = len(journey)
            seen.add(here)
            here, _ = site.led(here)
        if here in journey:
            _note(site, [*journey][journey[here] :], drafts)


def _note(site: Site, circle: list[str], drafts: Drafts) -> None:
    leads = {file: site.contents[file].lead for file in circle}
    if len(circle) == 1 and all(lead and lead.slot is RELOAD for lead in leads.values()):
        return  # The page is fetched again and again to be up to date.
    for file, lead in sorted(leads.items()):
        drafts.add("redirect-loop", min(circle), _MESSAGE, Standing(PurePosixPath(file), lead))
