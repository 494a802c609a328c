"""Where pages, sections and files of the site are: every path and anchor is made here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from policybook.labels import LABELS, label_of
from policybook.model import Catalogue, Change, Grouping, GroupingBy, Policy, Service
from policybook.volumes import volumes

HOME = ""
UPDATES = "updates/"
DATA_FORMAT = "reference/data-format/"
RULES = "reference/rules/"
COMMANDS = "reference/commands/"
DEFECTS = "reference/defects/"
SITE_FEED = "feed.xml"

PERMISSIONS = "permissions"
SECTION_PARTS = (PERMISSIONS, "document")
"""What the section of a policy on the page of a service has an anchor for, shown or not."""

PAGE_PARTS = ("access", PERMISSIONS, "versions", "history")
"""What the page of a policy has an anchor for, shown or not."""


class Address(NamedTuple):
    """A page of the site, or an anchor of it: `/acme-storage/#managed-policies`."""

    page: str
    anchor: str = ""

    def __str__(self) -> str:
        """The address as seen from the root of the site."""
        return f"/{self.page}#{self.anchor}" if self.anchor else f"/{self.page}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address that is written so."""
        page, _, anchor = text.removeprefix("/").partition("#")
        return cls(page, anchor)


def service_page(service: str) -> str:
    """The page of a service."""
    return f"{service}/"


def policy_page(policy: Policy) -> str:
    """The page of a policy."""
    return f"{policy.service}/{policy.name}/"


def document_file(policy: Policy, label: str) -> str:
    """The file of a version's document."""
    return f"{policy_page(policy)}{label}.json"


def service_feed(service: str) -> str:
    """The feed of a service."""
    return f"{service}/{SITE_FEED}"


def rule_page(rule: str) -> str:
    """The page of a rule."""
    return f"{RULES}{rule}/"


def schema_file(kind: str) -> str:
    """The file of a schema."""
    return f"reference/schemas/{kind}.json"


SITE = "site:"
"""What the target of a link within the site starts with, before its path."""


def to(path: str, anchor: str = "") -> str:
    """The target of a link within the site."""
    fragment = f"#{quote(anchor, safe='+=,:@')}" if anchor else ""
    return f"{SITE}{quote(path)}{fragment}"


def way(path: str, start: str) -> str:
    """How a path is written from the folder `start`, both without `.`, `..` and a slash in front."""
    here = start.rstrip("/").split("/") if start else []
    there = path.rstrip("/").split("/") if path else []
    shared = 0
    for mine, theirs in zip(here, there, strict=False):
        if mine != theirs:
            break
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:]) or "."


def shown(service: Service, catalogue: Catalogue) -> tuple[Policy, ...]:
    """The policies on the page of a service, in order."""
    known = catalogue.policies
    return tuple(known[name] for name in service.shows if name in known)


def page_anchor(service: Service, catalogue: Catalogue) -> str:
    """The anchor of a service page's title, which its other anchors start with."""
    return label_of(shown(service, catalogue)).anchor


def updates_anchor(service: Service, catalogue: Catalogue) -> str:
    """The anchor of the update history on the page of a service."""
    return f"{page_anchor(service, catalogue)}-updates"


def policy_anchor(policy: Policy) -> str:
    """The anchor of a policy's section."""
    return f"{LABELS[policy.type].anchor}-{policy.name}"


def part_anchor(section: str, key: str) -> str:
    """The anchor of a part of a section: a grouping by its key, a row by its change.

    The colon cannot stand in the name of a policy, so no part has the anchor of a section.
    """
    return f"{section}:{_plain(key)}"


def grouping_keys(policy: Policy) -> Iterator[str]:
    """What tells each grouping of a policy from the others, stable while it explains the same.

    It stands behind the colon of the grouping's anchor. One that explains the same as another
    is numbered.
    """
    seen: Counter[str] = Counter()
    for grouping in policy.groupings:
        key = _key(grouping)
        seen[key] += 1
        yield f"{key}:{seen[key]}" if seen[key] > 1 else key


def _key(grouping: Grouping) -> str:
    """The words of a topic, or else what is explained: a title may have no letter for an anchor."""
    topic = (grouping.title or "").lower() if grouping.by is GroupingBy.TOPIC else ""
    return _plain(topic) or _plain("-".join(grouping.keys)) or "all"


def _plain(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", key).strip("-")


def fixed_anchor(section: str, part: str) -> str:
    """The anchor of a part that every section has, which no key of the data can be."""
    return f"{section}::{part}"


def change_anchor(change: Change, section: str) -> str:
    """The anchor of a change's row in the table of `section`."""
    return part_anchor(section, change.id)


def history_section(service: str) -> str:
    """What the anchors of a service's changes start with on the page of a policy."""
    return f"history-{service}"


def updates_section(service: str) -> str:
    """What the anchors of a service's changes start with among the updates of all services."""
    return f"updates-{service}"


def updates_pages(catalogue: Catalogue) -> Mapping[str, tuple[Change, ...]]:
    """The pages that keep the updates of all services, each with its changes, newest first.

    The first is the one that leads to the others; it keeps none where there are others.
    """
    return _kept(UPDATES, UPDATES, catalogue.changes)


def service_updates(service: Service) -> Mapping[str, tuple[Change, ...]]:
    """The pages that keep the update history of a service, as `updates_pages` has them."""
    page = service_page(service.id)
    return _kept(page, f"{page}{UPDATES}", service.changes)


def _kept(top: str, folder: str, changes: Sequence[Change]) -> Mapping[str, tuple[Change, ...]]:
    split = volumes(changes).items()
    return {top: (), **{f"{folder}{volume}" if volume else top: kept for volume, kept in split}}


Anchors = Callable[[], Iterable[str]]
"""What makes the anchors of a page."""


def pages(catalogue: Catalogue) -> Iterator[tuple[str, Anchors]]:
    """Every page that the data makes, with its anchors: all of this is there to stay.

    The home page has no such anchors: what it shows comes and goes, and another page may stand
    in for it.
    """
    yield HOME, tuple
    for page, changes in updates_pages(catalogue).items():
        yield page, partial(_updates_anchors, changes)
    for service in catalogue.services:
        top = service_page(service.id)
        for page, changes in service_updates(service).items():
            yield page, partial(_service_anchors, service, catalogue, changes, is_top=page == top)
        for policy in service.policies:
            yield policy_page(policy), partial(_policy_anchors, policy, catalogue)


def _updates_anchors(changes: Iterable[Change]) -> Iterator[str]:
    yield "updates"
    yield from (change_anchor(change, updates_section(change.service)) for change in changes)


def _service_anchors(
    service: Service, catalogue: Catalogue, changes: Iterable[Change], *, is_top: bool
) -> Iterator[str]:
    if is_top:
        yield from _section_anchors(service, catalogue)
    updates = updates_anchor(service, catalogue)
    yield updates
    yield from (change_anchor(change, updates) for change in changes)


def _section_anchors(service: Service, catalogue: Catalogue) -> Iterator[str]:
    yield page_anchor(service, catalogue)
    for policy in shown(service, catalogue):
        section = policy_anchor(policy)
        yield section
        yield from (fixed_anchor(section, part) for part in SECTION_PARTS)
        yield from (f"{section}:{key}" for key in grouping_keys(policy))


def _policy_anchors(policy: Policy, catalogue: Catalogue) -> Iterator[str]:
    yield policy_anchor(policy)
    yield from PAGE_PARTS
    yield from (f"{PERMISSIONS}:{key}" for key in grouping_keys(policy))
    yield from (f"v{first}" for first, _ in policy.gaps)
    for version in policy.versions:
        yield version.label
        yield document_anchor(version.label)
    for change in catalogue.changes_of(policy.name):
        yield change_anchor(change, history_section(change.service))


def document_anchor(label: str) -> str:
    """The anchor of a version's document on the page of its policy."""
    return f"{label}-document"
