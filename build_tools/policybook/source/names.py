"""The names of services, policies and their files, and what keeps a name from being one."""

from __future__ import annotations

import re

ABOUT = "service.yaml"
WORDS = "policy.yaml"
CHANGES = "changes"
LOCK = "anchors.lock"

DOCUMENT_NAME = re.compile(r"[vV]([0-9]{1,6})\.[jJ][sS][oO][nN]")
CANONICAL = re.compile(r"v[1-9][0-9]{0,5}\.json")

_POLICY = re.compile(r"[\w+=,.@-]{1,128}", re.ASCII)
"""What IAM takes as a policy name (CreatePolicy in the IAM API Reference)."""

_SERVICE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RESERVED_SERVICES = frozenset(("assets", "index", "reference", "search", "updates"))
"""Names that folders of the site have."""

_RESERVED_POLICIES = frozenset(("feed.xml", "index.html", "index.md", "updates"))
"""Names that files or anchors of a service's page have, in lower case."""


def service_fault(name: str) -> str | None:
    """Why no service can have this id; None where one can."""
    if not _SERVICE.fullmatch(name):
        return "a service's folder is named in lower-case letters, digits and hyphens"
    if name in _RESERVED_SERVICES:
        return "the site has a folder of this name: name the service differently"
    return None


def policy_fault(name: str) -> str | None:
    """Why no policy can have this name; None where one can."""
    if not _POLICY.fullmatch(name):
        return "IAM takes no such policy name: it has 1 to 128 letters, digits and `+=,.@_-`"
    if name.startswith("."):
        return "files and folders whose names start with a dot are hidden, so nothing reads them"
    if name.lower() in (ABOUT, CHANGES):
        return f"a service has its own `{name.lower()}`: a policy cannot be called so"
    if name.lower() in _RESERVED_POLICIES:
        return "the page of the service has a part of this name: it cannot be published"
    return None
