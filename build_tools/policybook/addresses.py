"""Where pages, sections and files of the site are: every path and anchor is made here."""

from __future__ import annotations

import re
from urllib.parse import quote

from policybook.labels import LABELS, label_of
from policybook.model import Catalogue, Change, Policy, Service

HOME = ""
UPDATES = "updates/"
DATA_FORMAT = "reference/data-format/"
RULES = "reference/rules/"
COMMANDS = "reference/commands/"
DEFECTS = "reference/defects/"
SITE_FEED = "feed.xml"


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


def to(path: str, anchor: str = "") -> str:
    """The target of a link within the site."""
    fragment = f"#{quote(anchor, safe='+=,:@')}" if anchor else ""
    return f"site:{quote(path)}{fragment}"


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
    return f"{section}:{re.sub(r'[^A-Za-z0-9_.-]+', '-', key).strip('-')}"


def fixed_anchor(section: str, part: str) -> str:
    """The anchor of a part that every section has, which no key of the data can be."""
    return f"{section}::{part}"


def change_anchor(change: Change, section: str) -> str:
    """The anchor of a change's row in the table of `section`."""
    return part_anchor(section, change.id)
