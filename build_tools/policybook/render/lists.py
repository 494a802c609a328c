"""Lists of actions: whole while they are short, else folded by service or cut with a link."""

from __future__ import annotations

from collections.abc import Sequence

from policybook.iam.pattern import prefix
from policybook.model import Service
from policybook.render import rich
from policybook.render.explain import action
from policybook.render.text import Flow

SHORT = 25
"""How many actions a list has at most that readers see at once."""

_SOME = 20
"""How many of a longer list are shown where all of them are on another page."""


def whole(names: Sequence[str], service: Service) -> Flow:
    """Every action; many are folded, service by service."""
    if len(names) <= SHORT:
        return rich.bullets(action(name, service) for name in names)
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(prefix(name), []).append(name)
    flow: Flow = ()
    for of, listed in sorted(found.items()):
        title = rich.inline(rich.code(of), f" {len(listed):,} action{'s' * (len(listed) > 1)}")
        flow += rich.fold(title, rich.bullets(action(name, service) for name in listed))
    return flow


def some(names: Sequence[str], service: Service, all_of_them: str | None) -> Flow:
    """The first actions of many, and how many more there are where all of them are linked."""
    if len(names) <= SHORT or all_of_them is None:
        return whole(names, service)
    items = [action(name, service) for name in names[:_SOME]]
    more = rich.inline("and ", rich.link(all_of_them, f"{len(names) - _SOME:,} more"))
    return rich.bullets([*items, more])
