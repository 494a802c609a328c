"""The one door: fetches what a site links to elsewhere, and tells what is wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from random import random

from policybook.links.external import web
from policybook.links.external.address import origin
from policybook.links.external.answers import Failure, Fault
from policybook.links.external.cache import Cache
from policybook.links.external.choice import Choice
from policybook.links.external.fetching import Fetcher, Web
from policybook.links.external.hosts import Clock, Limits
from policybook.links.external.judging import OPEN, Verdict, verdicts
from policybook.links.external.plan import Plan, plan
from policybook.links.external.trail import Trail
from policybook.links.finding import Finding
from policybook.links.reference import Standing

Watch = Callable[[int], AbstractContextManager[Callable[[], None]]]
"""What may show how many of so many steps are done, as it is told of each."""

_UNREAD = Verdict(
    "external-unchecked", "was not fetched: it cannot be read as an address; write it in full"
)
_NAMELESS = Fault(Failure.UNKNOWN_NAME, is_of_server=True)
_OFFLINE = Fault(Failure.NO_WAY, "no name of any server could be looked up from here")


@dataclass(frozen=True, slots=True)
class Means:
    """What a check goes by: how much is asked, the time, chance, and who asks."""

    limits: Limits = field(default_factory=Limits)
    clock: Clock = field(default_factory=Clock)
    chance: Callable[[], float] = random
    web: Callable[[Limits], AbstractAsyncContextManager[Web]] = web.opened


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it.

    So many addresses were `judged`, `open` since they could not be, `known` already to be all
    right and `left` alone. Where it was broken off, it has what was known by then.
    """

    findings: tuple[Finding, ...]
    cache: Cache
    judged: int
    open: int
    known: int
    left: int
    is_whole: bool = True


def check(
    external: Mapping[str, Sequence[Standing]],
    choice: Choice,
    cache: Cache,
    means: Means,
    watch: Watch = lambda _: nullcontext(lambda: None),
) -> Fetched:
    """What is wrong with addresses, each with where it stands.

    `watch` gets how many pages there are to fetch, to show how many are done. Ctrl-C ends it early.
    """
    todo = plan(external, choice, cache)
    trails: list[Trail] = []
    is_whole = True
    with watch(len(todo.pages)) as step:
        try:
            asyncio.run(_fetch(todo, choice, means, trails, step))
        except KeyboardInterrupt:
            is_whole = False
    judged = _judged(todo, trails)
    good = {todo.addresses[target] for target, found in judged.items() if not found}
    unjudged = [found for found in judged.values() if any(v.rule in OPEN for v in found)]
    return Fetched(
        findings=tuple(_findings(judged, todo, external)),
        cache=cache.plus(good, means.clock.time()),
        judged=len(judged) - len(unjudged),
        open=len(unjudged) + len(todo.unread),
        known=len(todo.known),
        left=todo.left,
        is_whole=is_whole,
    )


async def _fetch(
    todo: Plan, choice: Choice, means: Means, trails: list[Trail], step: Callable[[], None]
) -> None:
    def done(trail: Trail) -> None:
        trails.append(trail)
        step()

    async with means.web(means.limits) as asked:
        fetcher = Fetcher(asked, choice, means.limits, means.clock, means.chance)
        await fetcher.fetch(todo.pages, done)
        if trails and todo.known and not any(trail.shows_network for trail in trails):
            # Where nothing answers, what did the last time tells whether there is a network.
            trails.append(await fetcher.trail(todo.known[0].page, ()))


def _judged(todo: Plan, trails: Sequence[Trail]) -> Mapping[str, Sequence[Verdict]]:
    """What is wrong with each address whose page was fetched."""
    by_page = {trail.page: trail for trail in _believed(trails)}
    return {
        target: list(verdicts(by_page[address.page], address))
        for target, address in todo.addresses.items()
        if address.page in by_page
    }


def _believed(trails: Sequence[Trail]) -> Sequence[Trail]:
    """The trails; where no host at all has a name, that tells of no host but of no network."""
    if any(trail.shows_network for trail in trails):
        return trails
    if len({origin(trail.page).host for trail in trails if trail.end == _NAMELESS}) < 2:
        return trails
    return [replace(trail, end=_OFFLINE) if trail.end == _NAMELESS else trail for trail in trails]


def _findings(
    judged: Mapping[str, Sequence[Verdict]],
    todo: Plan,
    external: Mapping[str, Sequence[Standing]],
) -> Iterator[Finding]:
    for target in todo.unread:
        yield Finding(*_UNREAD, external[target])
    for target, found in judged.items():
        for verdict in found:
            yield Finding(*verdict, external[target])
