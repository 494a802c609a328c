"""A history that grows past one page, or shrinks to one, keeps every address that it had."""

from __future__ import annotations

import shutil
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from alive import lost
from commands import policybook
from policybook import addresses, volumes
from policybook.addresses import Address
from policybook.check import Report, check, read
from policybook.forwarding.forwarding import Forwarding
from policybook.problem import Severity
from policybook.render.book import render
from policybook.render.page import UpdateRow, Updates, anchors
from policybook.render.settings import Settings
from sites import SAMPLE

TODAY = date(2026, 1, 1)
SIZES = {"one page": (100, 100), "years": (1, 100), "months": (1, 1)}
"""How many changes one page and one year have at most, by what that makes of the sample."""

RELAY = "updates-acme-relay:2023-01-05-relay"
LISTS = "2022-03-11-lists"
START = "security-iam-awsmanpol-updates"


def size(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one_page, one_year = SIZES[name]
    monkeypatch.setattr(volumes, "ONE_PAGE", one_page)
    monkeypatch.setattr(volumes, "ONE_YEAR", one_year)


def errors(report: Report) -> list[str]:
    return [str(p) for p in report.problems if p.severity is Severity.ERROR]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "policies"))


@pytest.mark.parametrize(("before", "after"), [*permutations(SIZES, 2)])
def test_every_address_leads_on(
    before: str, after: str, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size(before, monkeypatch)
    assert policybook("anchors", book).exit_code == 0
    size(after, monkeypatch)
    report = check(book, today=TODAY)
    assert errors(report) == []
    assert lost(report) == []
    for settings in (Settings(), Settings(policies_per_page=1)):
        assert lost(report, settings) == []


@pytest.mark.parametrize(
    ("now", "old", "new"),
    [
        ("years", f"/updates/#{RELAY}", f"/updates/2023/#{RELAY}"),
        ("months", f"/updates/#{RELAY}", f"/updates/2023/#{RELAY}"),
        ("years", f"/updates/2023/01/#{RELAY}", f"/updates/2023/#{RELAY}"),
        ("one page", f"/updates/2023/#{RELAY}", f"/updates/#{RELAY}"),
        ("one page", "/updates/2023/", "/updates/"),
        ("one page", "/updates/2023/#updates", "/updates/#updates"),
        (
            "years",
            f"/acme-storage/#{START}:{LISTS}",
            f"/acme-storage/updates/2022/#{START}:{LISTS}",
        ),
        (
            "months",
            f"/acme-storage/updates/2022/#{START}:{LISTS}",
            f"/acme-storage/updates/2022/03/#{START}:{LISTS}",
        ),
        (
            "one page",
            f"/acme-storage/updates/2022/03/#{START}:{LISTS}",
            f"/acme-storage/#{START}:{LISTS}",
        ),
        ("one page", "/acme-storage/updates/2022/", f"/acme-storage/#{START}"),
    ],
)
def test_rows_lead_to_where_they_are_kept(
    now: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    size(now, monkeypatch)
    assert str(Forwarding(read(SAMPLE).catalogue).lead(Address.parse(old))) == new


@pytest.mark.parametrize("now", SIZES)
@pytest.mark.parametrize(
    "address",
    [
        "/updates/year/",
        "/updates/2022/03/04/",
        f"/updates/2022/#{RELAY}-never",
        "/acme-storage/updates/22/",
        "/acme-storage/updates/2022/#else",
        "/nowhere/updates/2022/",
    ],
)
def test_what_was_never_kept_leads_nowhere(
    now: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    size(now, monkeypatch)
    assert Forwarding(read(SAMPLE).catalogue).lead(Address.parse(address)) is None


@pytest.mark.parametrize("now", SIZES)
@pytest.mark.parametrize("policies", [0, 1, 25])
def test_pages_have_the_anchors_that_are_theirs(
    now: str, policies: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    size(now, monkeypatch)
    catalogue = read(SAMPLE).catalogue
    former = Forwarding(catalogue).former
    lasting = dict(addresses.pages(catalogue))
    pages = {page.path: page for page in render(catalogue, Settings(policies_per_page=policies))}
    assert lasting.keys() <= pages.keys()
    for path, anchored in lasting.items():
        if path:
            old = {address.anchor for address in former if address.page == path} - {""}
            found = list(anchors(pages[path].blocks))
            assert set(found) == {*anchored()} | old
            assert len(found) == len(set(found))


@pytest.mark.parametrize("now", SIZES)
def test_every_change_has_one_row_that_lasts(now: str, monkeypatch: pytest.MonkeyPatch) -> None:
    size(now, monkeypatch)
    catalogue = read(SAMPLE).catalogue
    rows: list[UpdateRow] = []
    for page in render(catalogue, Settings()):
        if page.path.startswith(addresses.UPDATES):
            tables = (block for block in page.blocks if isinstance(block, Updates))
            rows += (row for table in tables for row in table.rows if row.anchor)
    assert len(rows) == len({row.anchor for row in rows}) == len(catalogue.changes)
