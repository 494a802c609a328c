"""Whatever is renamed, moved or removed: without an alias the check fails, with one links lead on."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from alive import lost
from commands import policybook
from moves import MOVES, Move
from policybook import addresses
from policybook.addresses import Address
from policybook.check import Report, check, read
from policybook.forwarding.forwarding import Forwarding
from policybook.problem import Severity
from policybook.render.book import render
from policybook.render.page import anchors
from policybook.render.settings import Settings
from sites import ROOT, SAMPLE

TODAY = date(2026, 1, 1)

each_move = pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The sample, with all of its addresses recorded."""
    folder = shutil.copytree(SAMPLE, tmp_path / "policies")
    assert policybook("anchors", folder).exit_code == 0
    return Path(folder)


def failures(report: Report) -> list[str]:
    """The messages of errors, which are about addresses only."""
    errors = [p for p in report.problems if p.severity is Severity.ERROR]
    assert {problem.rule for problem in errors} <= {"anchor-gone"}, errors
    return [problem.message for problem in errors]


def test_nothing_is_gone(book: Path) -> None:
    assert failures(check(book, today=TODAY)) == []


@each_move
def test_without_an_alias_one_problem_tells_of_it(move: Move, book: Path) -> None:
    move.edit(book)
    (told,) = failures(check(book, today=TODAY))
    assert move.told in told


@each_move
def test_with_an_alias_links_lead_on(move: Move, book: Path) -> None:
    move.edit(book)
    move.alias(book)
    report = check(book, today=TODAY)
    assert failures(report) == []
    forwarding = Forwarding(report.catalogue)
    for old, new in move.leads.items():
        assert str(forwarding.lead(Address.parse(old))) == new
    assert lost(report) == []


@each_move
def test_aliases_lead_on_without_a_record_too(move: Move, book: Path) -> None:
    (book / "anchors.lock").unlink()
    move.edit(book)
    move.alias(book)
    former = Forwarding(check(book, today=TODAY).catalogue).former
    kept = {str(address): str(target) for address, target in former.items()}
    assert kept.items() & move.leads.items()


@each_move
def test_a_record_after_a_move_keeps_what_was_before(move: Move, book: Path) -> None:
    before = (book / "anchors.lock").read_text().splitlines()
    move.edit(book)
    move.alias(book)
    assert policybook("anchors", book).exit_code == 0
    after = (book / "anchors.lock").read_text().splitlines()
    assert set(before) <= set(after)
    assert failures(check(book, today=TODAY)) == []


@pytest.mark.parametrize("root", [SAMPLE, ROOT / "policies"], ids=["sample", "reference"])
def test_pages_have_the_anchors_that_are_theirs_to_keep(root: Path) -> None:
    catalogue = read(root).catalogue
    former = Forwarding(catalogue).former
    lasting = {page: set(listed()) for page, listed in addresses.pages(catalogue)}
    for page in render(catalogue, Settings()):
        if page.path and page.path in lasting:
            old = {address.anchor for address in former if address.page == page.path}
            assert set(anchors(page.blocks)) == lasting[page.path] | old - {""}


def test_the_published_anchors_are_recorded() -> None:
    lines = (ROOT / "policies" / "anchors.lock").read_text(encoding="utf-8").splitlines()
    names = ("ReadOnlyAccess", "FullAccess", "ConsoleFullAccess", "ConsoleReadOnlyAccess")
    page = "/lookout-for-vision/#security-iam-awsmanpol"
    published = [f"{page}-AmazonLookoutVision{name}" for name in names]
    assert {page, f"{page}-updates", *published} <= set(lines)


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/nowhere/#security-iam-awsmanpol",
        "/nowhere/Policy/#v1",
        "/acme-storage/#else",
        "/acme-storage/#security-iam-awsmanpolx",
        "/acme-storage/#security-iam-awsmanpol-updates:2000-01-01-never",
        "/acme-storage/#security-iam-awsmanpol-AcmeStorageFullAccess::never",
        "/acme-storage/#security-iam-awsmanpol-Never",
        "/acme-storage/AcmeStorageFullAccess/#v9",
        "/acme-storage/AcmeStorageFullAccess/#permissions:never",
        "/acme-storage/AcmeStorageFullAccess/#history-acme-storage:never",
        "/acme-relay/AcmeStorageFullAccess/",
        "/updates/#updates-acme-storage:never",
        "/updates/#else",
        "/a/b/c/",
        "/file",
    ],
)
def test_what_was_never_there_leads_nowhere(address: str) -> None:
    assert Forwarding(read(SAMPLE).catalogue).lead(Address.parse(address)) is None


def test_what_only_leads_on_is_recorded_too(book: Path) -> None:
    assert "/acme-storage/AcmeStorageOldRolePolicy/\n" in (book / "anchors.lock").read_text()


def test_pages_that_moved_come_first(book: Path) -> None:
    """On a disk without regard to case, a page may have the file of one that leads to it."""
    with (book / "acme-storage" / "AcmeStorageReadOnly" / "policy.yaml").open("a") as words:
        words.write("aliases: [AcmeStorageReadonly]\n")
    paths = [page.path for page in render(check(book, today=TODAY).catalogue, Settings())]
    old, new = "acme-storage/AcmeStorageReadonly/", "acme-storage/AcmeStorageReadOnly/"
    assert paths.index(old) < paths.index(new)
