"""Who is asked when, by a clock that the tests turn."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pytest

from policybook.links.external.address import Address, origin
from policybook.links.external.answers import Failure, Fault, Reply
from policybook.links.external.cache import Cache
from policybook.links.external.checking import Fetched, Means, check
from policybook.links.external.choice import Choice
from policybook.links.external.hosts import Limits
from policybook.links.reference import Standing
from waiting import NOON, Hourglass

GOOD = Reply(200)


@dataclass
class Scene:
    """Servers that answer as a test says, how long they take, and when they were asked."""

    answers: Callable[[str], Reply | Fault] = lambda _: GOOD
    takes: float = 0.0
    glass: Hourglass = field(default_factory=Hourglass)
    asked: list[tuple[float, str, str]] = field(default_factory=list)
    now: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)

    async def ask(
        self, method: str, page: str, *, wants_content: bool, anywhere: bool
    ) -> Reply | Fault:
        del wants_content, anywhere
        host = origin(page).host
        self.asked.append((self.glass.now, method, page))
        for name in ("all", host):
            self.now[name] += 1
            self.most[name] = max(self.most[name], self.now[name])
        await (self.glass.sleep(self.takes) if self.takes else asyncio.sleep(0))
        for name in ("all", host):
            self.now[name] -= 1
        return self.answers(page)

    def check(self, *targets: str, limits: Limits, cache: Cache | None = None) -> Fetched:
        @asynccontextmanager
        async def web(_: Limits) -> AsyncIterator[Scene]:
            yield self

        external = {target: [Standing(PurePosixPath("index.html"))] for target in targets}
        means = Means(limits, self.glass.clock, lambda: 1.0, web)
        return check(external, Choice(), cache or Cache(), means)

    def times(self, host: str = "") -> list[float]:
        return [then for then, _, page in self.asked if host in ("", origin(page).host)]


def pages(count: int, host: str = "a.example") -> list[str]:
    return [f"https://{host}/{n:03}" for n in range(count)]


def test_questions_to_a_host_keep_their_interval() -> None:
    scene = Scene()
    limits = Limits(interval=0.5, per_host=2)
    scene.check(*pages(5), *pages(3, "b.example"), limits=limits)
    assert scene.times("a.example") == [0, 0.5, 1.0, 1.5, 2.0]
    assert scene.times("b.example") == [0, 0.5, 1.0]


def test_no_more_at_a_time_than_the_limits_say() -> None:
    scene = Scene(takes=1)
    targets = [page for n in range(10) for page in pages(5, f"h{n}.example")]
    scene.check(*targets, limits=Limits(concurrency=6, per_host=2, interval=0))
    assert scene.most.pop("all") == 6
    assert set(scene.most.values()) == {2}
    assert len(scene.asked) == 50


def test_order_of_questions_is_that_of_addresses() -> None:
    one, other = Scene(), Scene()
    targets = [*pages(4, "b.example"), *pages(4)]
    one.check(*targets, limits=Limits())
    other.check(*reversed(targets), limits=Limits())
    assert one.asked == other.asked


def test_host_that_wants_to_rest_is_left_alone_as_a_whole() -> None:
    scene = Scene()
    busy = [Reply(429, retry_after="30")]
    scene.answers = lambda _: busy.pop() if busy else GOOD
    found = scene.check(*pages(3), *pages(1, "b.example"), limits=Limits(interval=0, per_host=1))
    assert scene.times("a.example") == [0, 30, 30, 30]
    assert scene.times("b.example") == [0]
    assert found.findings == ()


def test_host_that_is_busy_for_good_is_not_asked_again() -> None:
    scene = Scene(lambda page: Reply(429) if "a.example" in page else GOOD)
    found = scene.check(*pages(20), *pages(2, "b.example"), limits=Limits(interval=0, per_host=1))
    assert [finding.rule for finding in found.findings] == ["external-busy"] * 20
    assert scene.times("a.example") == [0, 1, 3]


@pytest.mark.parametrize("what", [Failure.REFUSED, Failure.UNKNOWN_NAME, Failure.TLS])
def test_server_out_of_reach_is_not_asked_again(what: Failure) -> None:
    scene = Scene(lambda page: Fault(what, is_of_server=True) if "a.example" in page else GOOD)
    found = scene.check(*pages(20), *pages(2, "b.example"), limits=Limits(interval=0, per_host=1))
    assert len({finding.message for finding in found.findings}) == 1
    assert len(found.findings) == 20
    assert len(scene.times("a.example")) == (3 if what is Failure.REFUSED else 1)


def test_host_that_keeps_failing_is_asked_once_for_each_page() -> None:
    scene = Scene(lambda _: Reply(503))
    found = scene.check(*pages(5), limits=Limits(interval=0, per_host=1))
    assert len(found.findings) == 5
    assert Counter(page for _, _, page in scene.asked) == dict(
        zip(pages(5), [4, 2, 2, 2, 2], strict=True)
    )


def test_pauses_grow() -> None:
    scene = Scene(lambda _: Reply(503))
    scene.check(*pages(1), limits=Limits(interval=0, retries=3))
    assert scene.times() == [0, 0, 1, 3, 7]


def test_what_there_is_no_time_for_is_told() -> None:
    scene = Scene(takes=1)
    limits = Limits(interval=0, per_host=1, time_limit=3)
    found = scene.check(*pages(10), limits=limits)
    assert (found.judged, found.open) == (3, 7)
    assert [finding.rule for finding in found.findings] == ["external-unchecked"] * 7
    assert len(found.cache.good) == 3


def test_no_rest_is_longer_than_the_time() -> None:
    scene = Scene(lambda _: Reply(429, retry_after="50"))
    found = scene.check(*pages(1), limits=Limits(time_limit=20))
    assert [finding.rule for finding in found.findings] == ["external-busy"]
    assert scene.glass.now == 0


def test_what_is_known_when_someone_breaks_off_is_kept() -> None:
    scene = Scene()

    def answers(page: str) -> Reply:
        if page.endswith("2"):
            signal.raise_signal(signal.SIGINT)
        return GOOD

    scene.answers = answers
    found = scene.check(*pages(5), limits=Limits(interval=0, per_host=1))
    assert not found.is_whole
    assert 0 < len(found.cache.good) < 5


def test_fault_of_this_program_is_no_finding() -> None:
    def answers(_: str) -> Reply:
        raise LookupError

    with pytest.raises(BaseExceptionGroup):
        Scene(answers).check(*pages(1), limits=Limits())


NAMELESS = Fault(Failure.UNKNOWN_NAME, is_of_server=True)


@pytest.mark.parametrize(
    ("known", "targets", "rules"),
    [
        # Where there may be no network, one host without a name may be wrong, but not all.
        ("", ["https://x.example/"], ["external-host-unknown"]),
        ("", ["https://x.example/", "https://y.example/"], ["external-unchecked"] * 2),
        ("", ["https://x.example/", "https://a.example/"], ["external-host-unknown"]),
        # What was all right the last time is asked whether there is one.
        (
            "https://a.example/",
            ["https://x.example/", "https://y.example/", "https://a.example/"],
            ["external-host-unknown"] * 2,
        ),
        (
            "https://z.example/",
            ["https://x.example/", "https://z.example/"],
            ["external-unchecked"],
        ),
    ],
)
def test_hosts_without_a_name(known: str, targets: list[str], rules: list[str]) -> None:
    scene = Scene(lambda page: GOOD if "a.example" in page else NAMELESS)
    cache = Cache({Address(known): int(NOON)})
    found = scene.check(*targets, limits=Limits(), cache=cache)
    assert [finding.rule for finding in found.findings] == rules
