"""Each kind of fault is what its wrong example shows, and nothing is wrong with the right one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from policybook import links
from policybook.guide import guides
from policybook.links.aim import Home
from policybook.links.check import check_links
from policybook.links.external.answers import Failure, Fault, Reply
from policybook.links.external.cache import Cache
from policybook.links.external.checking import Means, check
from policybook.links.external.choice import Choice
from policybook.links.external.hosts import Limits
from policybook.links.external.kinds import EXTERNAL
from policybook.links.faults import faults
from policybook.links.kinds import KINDS
from policybook.source import lock
from waiting import Hourglass

EXAMPLES: Mapping[str, Any] = yaml.safe_load(
    files(links).joinpath("examples.yaml").read_text(encoding="utf-8")
)
HOME = Home.of("https://example.com/")
LOCK = "anchors.lock"
NEW = "https://other.example/new/"
RIGHT = (NEW, "https://other.example/")
PAGE = Reply(200, media_type="text/html", content=b'<h2 id="usage">Usage</h2>')
ANSWERS: dict[str, Callable[[str], Reply | Fault]] = {
    # What servers answer to the wrong address of each kind that is told by that.
    "external-busy": lambda _: Reply(429),
    "external-failing": lambda _: Reply(500),
    "external-gone": lambda _: Reply(404),
    "external-host-unknown": lambda _: Fault(Failure.UNKNOWN_NAME, is_of_server=True),
    "external-insecure": lambda _: Fault(Failure.INSECURE),
    "external-moved": lambda _: Reply(301, NEW),
    "external-redirect-loop": lambda page: Reply(302, page),
    "external-redirected": lambda _: Reply(301, NEW),
    "external-refused": lambda _: Reply(403),
    "external-timeout": lambda _: Fault(Failure.TIMEOUT),
    "external-tls": lambda _: Fault(Failure.TLS, "the certificate is for another name"),
    "external-unreachable": lambda _: Fault(Failure.REFUSED, is_of_server=True),
}


@dataclass(frozen=True)
class Servers:
    """Servers of other sites, of which all pages are there but those of a wrong example."""

    kind: str

    async def ask(
        self, method: str, page: str, *, wants_content: bool, anywhere: bool
    ) -> Reply | Fault:
        del method, wants_content, anywhere
        is_right = page in RIGHT or self.kind not in ANSWERS
        return PAGE if is_right else ANSWERS[self.kind](page)

    @asynccontextmanager
    async def opened(self, _: Limits) -> AsyncIterator[Servers]:
        yield self


def found(kind: str, which: str, root: Path) -> list[tuple[str, str]]:
    """The rule and place of each problem of an example and of each other place of it."""
    for name, text in {
        **EXAMPLES["site"],
        **EXAMPLES["kinds"].get(kind, {}).get(which, {}),
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    source, problems = (
        lock.read(root / LOCK, PurePosixPath(LOCK)) if (root / LOCK).exists() else (None, [])
    )
    assert not problems
    entries = [(e.line, e.address) for e in source.data if not e.gone] if source else []
    report = check_links(root, home=HOME, lock=(PurePosixPath(LOCK), entries))
    means = Means(clock=Hourglass().clock, chance=lambda: 0.5, web=Servers(kind).opened)
    report = report.plus(check(report.external, Choice(), Cache(), means).findings)
    return [
        (fault.problem.rule, f"{place.file}:{place.line}:{place.column}")
        for fault in faults(report)
        for place in fault.references
    ]


def test_nothing_is_wrong_with_the_site_of_the_examples(tmp_path: Path) -> None:
    assert found("", "", tmp_path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_example(kind: str, tmp_path: Path) -> None:
    wanted = [(kind, place) for place in EXAMPLES["kinds"][kind]["at"]]
    assert found(kind, "bad", tmp_path / "bad") == wanted
    assert found(kind, "good", tmp_path / "good") == []


def test_every_kind_has_an_example() -> None:
    assert [*EXAMPLES["kinds"]] == [*KINDS]
    assert EXTERNAL.keys() >= ANSWERS.keys()
    for kind, example in EXAMPLES["kinds"].items():
        guide = guides()[kind]
        assert guide.bad
        assert guide.good
        assert (guide.bad.files, [*guide.bad.places]) == (example["bad"], example["at"])
        assert guide.good.files == example["good"]
