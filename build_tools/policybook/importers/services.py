"""Which service a policy belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policybook.iam.servicedata import services
from policybook.importers.collection import FoundPolicy
from policybook.scaffold.words import short_name


@dataclass(frozen=True, slots=True)
class Home:
    """A service as a new service.yaml has it."""

    id: str
    name: str
    short_name: str
    prefixes: tuple[str, ...] = ()


SEVERAL = Home("several-services", "Several services", "several services")


def home_of(policy: FoundPolicy) -> Home:
    """The service that a new policy belongs to."""
    counts = Counter(_prefixes(policy.versions[-1].document))
    if not counts:
        return SEVERAL
    prefix = counts.most_common(1)[0][0]
    name = services().get(prefix, prefix)
    return Home(prefix, name, short_name(name), (prefix,))


def _prefixes(document: Any) -> Iterator[str]:
    statements = document.get("Statement")
    for s in [statements] if isinstance(statements, dict) else statements:
        a = s.get("Action", [])
        for x in [a] if isinstance(a, str) else a:
            p = x.partition(":")[0].lower()
            if p.replace("-", "").isalnum():
                yield p
