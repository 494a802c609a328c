"""When a host may be asked: how many questions at a time, how often, and not while it rests."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import inf
from time import monotonic
from time import time as calendar

from policybook.links.external.answers import Failure, Fault, Reply


@dataclass(frozen=True, slots=True)
class Clock:
    """What tells the time and lets it pass: `time` is that of the calendar, `ticks` never jumps."""

    time: Callable[[], float] = calendar
    ticks: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked of hosts, and how long anyone waits, in seconds.

    `longest_rest` is the longest that a host may ask to be left alone for; one that asks for more
    is not asked again.
    """

    concurrency: int = 16
    per_host: int = 2
    interval: float = 0.1
    timeout: float = 20.0
    time_limit: float = 600.0
    longest_rest: float = 60.0
    retries: int = 2


@dataclass(slots=True)
class Pace:
    """When a host may be asked next, by the ticks of a clock."""

    interval: float
    due: float = -inf
    rested: float = -inf

    def wait(self, now: float) -> float:
        """The seconds until it may be asked."""
        return max(self.due - now, self.rested - now, 0.0)

    def rests_for(self, now: float) -> float:
        """The seconds for which it is still to be left alone."""
        return max(self.rested - now, 0.0)

    def take(self, now: float) -> bool:
        """Ask it now, if that may be: then no one else does for an interval."""
        if self.wait(now) > 0:
            return False
        self.due = now + self.interval
        return True


class Hosts:
    """The hosts that are asked, all and each held to the limits. The time for all begins at once."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._end = clock.ticks() + limits.time_limit
        self._all = asyncio.Semaphore(limits.concurrency)
        self._each = defaultdict[str, asyncio.Semaphore](lambda: asyncio.Semaphore(limits.per_host))
        self._paces = defaultdict[str, Pace](lambda: Pace(limits.interval))

    async def ask(
        self, host: str, question: Callable[[], Awaitable[Reply | Fault]]
    ) -> Reply | Fault:
        """What a host answers once it may be asked, or why nobody asks it."""
        pace = self._paces[host]
        async with self._each[host]:
            while True:
                now = self._clock.ticks()
                wait = pace.wait(now)
                if (rest := pace.rests_for(now)) > self._limits.longest_rest:
                    return Fault(Failure.BUSY, "" if rest == inf else f"{rest:,.0f} s")
                if now + wait >= self._end:
                    return Fault(Failure.NO_TIME)
                if wait:
                    await self._clock.sleep(wait)
                async with self._all:
                    now = self._clock.ticks()
                    if now < self._end and pace.take(now):
                        return await question()

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for a while, or for good."""
        pace = self._paces[host]
        pace.rested = max(pace.rested, self._clock.ticks() + seconds)

    async def pause(self, seconds: float) -> None:
        """Wait, but for no longer than there is time."""
        left = self._end - self._clock.ticks()
        if (length := min(seconds, left)) > 0:
            await self._clock.sleep(length)
