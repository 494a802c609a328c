"""From pages to trails: who is asked how, again or not, and where redirects lead."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from math import inf
from typing import Protocol

from policybook.links.external.address import Origin, joined, origin
from policybook.links.external.anchors import absences
from policybook.links.external.answers import Failure, Fault, Reply
from policybook.links.external.choice import Choice
from policybook.links.external.hosts import Clock, Hosts, Limits
from policybook.links.external.retrying import TOO_MANY, asked_pause, may_pass, pause
from policybook.links.external.trail import Hop, Trail

MOST_HOPS = 10
_HEAD, _GET = "HEAD", "GET"
_SETTLED = frozenset(
    {Failure.PRIVATE, Failure.IGNORED, Failure.NOT_ALLOWED, Failure.BUSY, Failure.NO_TIME}
)


class Web(Protocol):
    """Whoever asks servers: one question, once, with no redirect followed."""

    async def ask(
        self, method: str, page: str, *, wants_content: bool, anywhere: bool
    ) -> Reply | Fault:
        """What the server of a page answers; only with `anywhere` it may be a private one."""


class Fetcher:
    """Asks for pages, each as gently as it can."""

    def __init__(
        self,
        web: Web,
        choice: Choice,
        limits: Limits,
        clock: Clock,
        chance: Callable[[], float],
    ) -> None:
        self._web = web
        self._choice = choice
        self._limits = limits
        self._clock = clock
        self._chance = chance
        self._hosts = Hosts(limits, clock)
        self._down: dict[Origin, Fault] = {}
        self._weary: set[str] = set()

    async def fetch(
        self, wanted: Mapping[str, Collection[str]], done: Callable[[Trail], None]
    ) -> None:
        """Find the trails of pages, each with which of the fragments wanted are not there."""
        queues: dict[str, deque[str]] = {}
        for page in sorted(wanted):
            queues.setdefault(origin(page).host, deque()).append(page)

        async def work(queue: deque[str]) -> None:
            while queue:
                page = queue.popleft()
                done(await self.trail(page, wanted[page]))

        async with asyncio.TaskGroup() as group:
            for queue in queues.values():
                for _ in range(min(self._limits.per_host, len(queue))):
                    group.create_task(work(queue))

    async def trail(self, page: str, fragments: Collection[str]) -> Trail:
        """The trail of a page: what a question for its head leaves open, one for it all decides."""
        if not fragments:
            trail = await self._walk(page, _HEAD)
            if _is_settled(trail.end):
                return trail
        trail = await self._walk(page, _GET, wants_content=bool(fragments))
        if not isinstance(trail.end, Reply) or not trail.end.is_good:
            return trail
        # A redirect with a fragment of its own leads there, whatever the link says.
        named = () if any(hop.fragment for hop in trail.hops) else fragments
        absent = absences(trail.end, named)
        return replace(trail, end=replace(trail.end, content=b""), absent=absent)

    async def _walk(self, page: str, method: str, *, wants_content: bool = False) -> Trail:
        hops: list[Hop] = []
        seen = {page}
        here = page
        while True:
            end = self._choice.refusal(here) or await self._persist(
                here, method, wants_content=wants_content
            )
            if isinstance(end, Fault) or not end.is_redirect:
                return Trail(page, tuple(hops), end)
            target = joined(here, end.location)
            if target is None:
                return Trail(page, tuple(hops), Fault(Failure.NOWHERE))
            hops.append(Hop(end.status, target.page, target.fragment, end.sets_cookie))
            if target.page in seen or len(hops) > MOST_HOPS:
                return Trail(page, tuple(hops), Fault(Failure.LOOP))
            if origin(here).scheme == "https" != origin(target.page).scheme:
                return Trail(page, tuple(hops), Fault(Failure.INSECURE))
            here = target.page
            seen.add(here)

    async def _persist(self, page: str, method: str, *, wants_content: bool) -> Reply | Fault:
        """What a server answers once it has been asked often enough to believe it."""
        server = origin(page)
        question = partial(
            self._web.ask,
            method,
            page,
            wants_content=wants_content,
            anywhere=self._choice.allows(page),
        )
        tries = 1 if server.host in self._weary else 1 + self._limits.retries
        answer: Reply | Fault = Fault(Failure.NO_TIME)
        for attempt in range(tries):
            if server in self._down:
                return self._down[server]
            again = await self._hosts.ask(server.host, question)
            if isinstance(again, Fault) and again.what is Failure.NO_TIME:
                break
            answer = again
            if method == _HEAD and not _is_settled(answer):
                return answer
            if not may_pass(answer):
                break
            await self._rest(server.host, answer, attempt, is_last=attempt + 1 == tries)
        self._remember(server, answer)
        return answer

    async def _rest(self, host: str, answer: Reply | Fault, attempt: int, *, is_last: bool) -> None:
        """Leave a host alone for as long as it asks for, or let some time pass."""
        asked = None
        if isinstance(answer, Reply):
            asked = asked_pause(answer.retry_after, self._clock.time())
        if isinstance(answer, Reply) and answer.status == TOO_MANY:
            self._hosts.rest(host, inf if is_last else asked or pause(attempt, self._chance()))
        elif asked is not None:
            self._hosts.rest(host, asked)
        elif not is_last:
            await self._hosts.pause(pause(attempt, self._chance()))

    def _remember(self, server: Origin, answer: Reply | Fault) -> None:
        """Spare the other pages of a server what one has shown."""
        if isinstance(answer, Fault) and answer.is_of_server:
            self._down[server] = answer
        if may_pass(answer):
            self._weary.add(server.host)
        else:
            self._weary.discard(server.host)


def _is_settled(answer: Reply | Fault) -> bool:
    """Whether a question for more than the head would be answered in the same way."""
    if isinstance(answer, Reply):
        return answer.is_good or answer.status == TOO_MANY
    return answer.is_of_server or answer.what in _SETTLED
