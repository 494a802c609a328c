"""Whatever aliases and records the data has, addresses lead to what is there, or nowhere."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policybook.addresses import Address
from policybook.check import check
from policybook.forwarding.forwarding import Forwarding
from policybook.render.book import markdown_edition, render
from policybook.render.html import page_html
from policybook.render.page import anchors
from policybook.render.settings import Settings
from sites import SAMPLE

SERVICES = ("acme-storage", "acme-relay", "old")
POLICIES = ("AcmeStorageFullAccess", "AcmeStorageReadOnly", "Old", "updates", "x@y")
KEYS = ("s3", "guard-rails", "old:2", "a.b", "-")
CHANGES = ("2022-03-10-new-policy", "2022-01-01-old", "tracking-started")
STARTS = ("security-iam-awsmanpol", "customer-managed-policies", "managed-policies")

service, policy, key, change = map(st.sampled_from, (SERVICES, POLICIES, KEYS, CHANGES))


def joined(mark: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(mark.join)


def some(*kinds: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.one_of(*kinds), unique=True, max_size=3)


ALIASES = {
    "acme-relay/service.yaml": some(
        service, joined("/", service, policy), joined("#", service, change)
    ),
    "acme-storage/AcmeStorageFullAccess/policy.yaml": some(
        policy, joined("/", service, policy), joined("#", policy, key)
    ),
    "acme-relay/changes/2023-01-05-relay.yaml": some(change, joined("#", service, change)),
}
GROUPING = some(key, joined("#", policy, key))
PARTS = st.one_of(
    st.sampled_from(["", "v1", "access", "permissions", "else", "-updates", "::document"]),
    joined(":", st.just("permissions"), key),
    joined(":", st.just("-updates"), change),
    joined(":", st.builds("history-{}".format, service), change),
    joined(":", st.builds("updates-{}".format, service | st.just("")), change),
    joined("", st.sampled_from(STARTS), st.sampled_from(["", "-", "-updates:"]), policy | change),
    joined("", st.sampled_from(STARTS), st.just("-"), policy, st.sampled_from([":", "::"]), key),
)
ADDRESSES = st.builds(
    lambda page, part: f"/{page}{f'#{part}' if part else ''}",
    st.sampled_from(["", "updates/"])
    | joined("", service, st.just("/"))
    | joined("", service, st.just("/"), policy, st.just("/")),
    PARTS,
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("any") / "policies"))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    aliases=st.fixed_dictionaries(dict(ALIASES)),
    grouping=GROUPING,
    recorded=st.lists(ADDRESSES, max_size=12),
    index=st.integers(0, 2),
)
def test_any_alias(
    book: Path,
    aliases: dict[str, list[str]],
    grouping: Sequence[str],
    recorded: Sequence[str],
    index: int,
) -> None:
    for file, listed in aliases.items():
        words = yaml.safe_load((SAMPLE / file).read_text(encoding="utf-8"))
        words["aliases"] = listed
        if "groupings" in words:
            words["groupings"][index]["aliases"] = grouping
        (book / file).write_text(yaml.safe_dump(words), encoding="utf-8")
    (book / "anchors.lock").write_text("# Addresses\n" + "".join(f"{line}\n" for line in recorded))
    report = check(book)
    assert {problem.rule for problem in report.problems if problem.severity == "error"} <= {
        "alias-taken",
        "anchor-gone",
    }
    forwarding = Forwarding(report.catalogue)
    for text in recorded:
        address = Address.parse(text)
        assert str(address) == text
        target = forwarding.lead(address)
        assert target is None or forwarding.has(target)
    pages = list(render(report.catalogue, Settings()))
    assert not [path for path, count in Counter(p.path for p in pages).items() if count > 1]
    for page in pages:
        if not page.path.startswith("reference/"):
            assert not [name for name, n in Counter(anchors(page.blocks)).items() if n > 1], (
                page.path
            )
            page_html(page.blocks, lambda target: f"/{target}")
    known = {page.path: set(anchors(page.blocks)) for page in pages}
    for old, new in forwarding.former.items():
        assert new.anchor in known[new.page] | {""}
        moved = old.page not in {page.path for page in pages if page.moved_to is None}
        assert old.anchor in known[old.page] | {""} or (moved and old.anchor in known[new.page])
    assert list(markdown_edition(page for page in pages if not page.path.startswith("reference/")))
