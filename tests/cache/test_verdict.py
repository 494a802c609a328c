"""A verdict from the cache says what a check says, and of no other data."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policybook import verdict as module
from policybook.cache import NO_CACHE, Cache
from policybook.check import check
from policybook.choice import Choice, Profile
from policybook.problem import Severity
from policybook.verdict import Verdict, verdict
from sites import SAMPLE

TODAY = date(2026, 1, 1)
POLICY = Path("acme-storage", "AcmeStorageReadOnly")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Data with problems of several kinds, one of which can be mended."""
    root = tmp_path / "policies"
    shutil.copytree(SAMPLE, root)
    policy = root / POLICY / "policy.yaml"
    policy.write_text(policy.read_text().replace("customer-managed", "customer") + "surprise: 1\n")
    words = root / "acme-relay" / "service.yaml"
    words.write_text(words.read_text() + "exempt:\n  no-such-rule: For no reason\n")
    return root


def ask(root: Path, folder: Path, choice: Choice | None = None, today: date = TODAY) -> Verdict:
    with Cache(folder) as cache:
        return verdict(root, choice, cache=cache, today=today)


def test_it_says_the_same(book: Path, tmp_path: Path) -> None:
    first, second = (ask(book, tmp_path / "cache") for _ in range(2))
    report = check(book, today=TODAY)
    assert first.report
    assert second.report is None
    for found in (first, second):
        assert found.problems == report.problems != ()
        assert [p.fixable for p in found.problems] == [p.fixable for p in report.problems]
        assert (found.counts, found.settings) == (report.counts, report.settings)
        assert found.failed is report.failed is True


def edit(root: Path) -> None:
    file = root / POLICY / "v1.json"
    file.write_text(file.read_text().replace("Allow", "allow"))


def rename(root: Path) -> None:
    (root / POLICY / "v1.json").rename(root / POLICY / "v01.json")


def remove(root: Path) -> None:
    shutil.rmtree(root / POLICY)


def add(root: Path) -> None:
    (root / "acme-relay" / "notes.txt").write_text("")


def make_folder(root: Path) -> None:
    (root / "acme-relay" / "changes" / "2020.yaml").mkdir()


def configure(root: Path) -> None:
    (root.parent / "pyproject.toml").write_text('[tool.policybook]\nprofile = "aws-managed"\n')


@pytest.mark.parametrize("change", [edit, rename, remove, add, make_folder, configure])
def test_what_changed_is_checked(
    book: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    ask(book, tmp_path / "cache")
    change(book)
    found = ask(book, tmp_path / "cache")
    assert found.report
    assert found.problems == check(book, today=TODAY).problems


@pytest.mark.parametrize(
    "choice",
    [
        Choice(profile=Profile.AWS_MANAGED),
        Choice(only=frozenset({"sid-not-unique"})),
        Choice(only=frozenset()),
        Choice(severities={"statement-unexplained": Severity.ERROR}),
        Choice(severities={"statement-unexplained": None}),
    ],
)
def test_another_choice_is_another_check(book: Path, tmp_path: Path, choice: Choice) -> None:
    ask(book, tmp_path / "cache")
    assert ask(book, tmp_path / "cache", choice).report


def test_another_day_is_another_check(book: Path, tmp_path: Path) -> None:
    ask(book, tmp_path / "cache")
    assert ask(book, tmp_path / "cache", today=date(2026, 1, 2)).report


def test_other_code_is_another_check(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(book, tmp_path / "cache")
    monkeypatch.setattr(module, "maker", lambda: "other")
    assert ask(book, tmp_path / "cache").report


def spoil(root: Path) -> None:
    (root / "acme-relay" / "more").symlink_to(root / POLICY)


def overload(root: Path) -> None:
    (root / POLICY / "v9.json").write_bytes(b" " * ((1 << 20) + 1))


def misconfigure(root: Path) -> None:
    (root.parent / "pyproject.toml").write_text('[tool.policybook]\nprofile = "none"\n')


@pytest.mark.parametrize("change", [spoil, overload, misconfigure])
def test_what_cannot_be_told_apart_is_not_kept(
    book: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    change(book)
    for _ in range(2):
        found = ask(book, tmp_path / "cache")
        assert found.key is None
        assert found.report
        assert found.problems == check(book, today=TODAY).problems


def test_what_is_edited_during_a_check_is_not_kept(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check_and_edit(*_: object, **__: object) -> object:
        report = check(book, today=TODAY)
        edit(book)
        return replace(report)

    monkeypatch.setattr("policybook.check.check", check_and_edit)
    assert ask(book, tmp_path / "cache").key is None
    monkeypatch.undo()
    assert ask(book, tmp_path / "cache").problems == check(book, today=TODAY).problems


def test_where_nothing_is_kept_there_is_no_key(book: Path) -> None:
    found = verdict(book, cache=NO_CACHE, today=TODAY)
    assert found.key is None
    assert found.problems == check(book, today=TODAY).problems
