"""Time for tests, which passes at once."""

from __future__ import annotations

import asyncio

from policybook.links.external.hosts import Clock

NOON = 1_795_000_000.0


class Hourglass:
    """A clock that stands still but for those who sleep; whoever sleeps longest sets it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds
        self.slept.append(seconds)
        await asyncio.sleep(0)
        self.now = max(self.now, until)

    @property
    def clock(self) -> Clock:
        """What programs see of it."""
        return Clock(lambda: NOON + self.now, lambda: self.now, self.sleep)
