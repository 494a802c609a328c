"""Checking again finds what checking anew does, and makes anew only what has changed."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policybook.check import Checker, Report, check
from policybook.source import files, sign
from policybook.source.files import taken
from sites import SAMPLE

TODAY = date(2026, 1, 1)
READER = "acme-storage/AcmeStorageReadOnly"
CHANGE = "acme-storage/changes/2022-03-11-lists.yaml"

LINES = (
    "exempt: {statement-unexplained: why}",
    "exempt: {code-unknown: why, sid-not-unique: why}",
    "aliases: [AcmeOldName, AcmeStorageLegacy]",
    "deprecated: {date: 2024-02-03, replacement: AcmeStorageReadOnly}",
    "description: This allows `s3:GetObject` and `AcmeStorageReadOnly`, as [here][guide] says.",
    "type: customer-managed",
    "tracking_since: 2023-02-01",
    "  - {kind: updated, policies: {AcmeStorageReadOnly: v3}, added: [s3:GetObject]}",
    '"Action": "s3:*",',
    "/acme-storage/AcmeStorageReadOnly/",
    "/acme-storage/#gone gone: by mistake",
)

TIMES = count(1_000_000_000, 10)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample data, to be edited."""
    folder = tmp_path / "book"
    shutil.copytree(SAMPLE, folder)
    return folder


@pytest.fixture(params=[-(10**18), 10**18], ids=["believed", "doubted"])
def signs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether what a file system says of files is believed at once, or never."""
    monkeypatch.setattr(sign, "_STANDSTILL", request.param)


def strike(*paths: Path) -> None:
    """Give paths that changed times of their own: tests are faster than clocks."""
    for path in paths:
        if path.exists():
            now = next(TIMES)
            os.utime(path, (now, now))


def write(path: Path, text: str) -> None:
    """Write a file."""
    path.write_text(text)
    strike(path, path.parent)


def edit(root: Path, kind: int, which: int, what: int) -> None:
    """Change something in a folder of data, by numbers."""
    there = [p for p in sorted(root.rglob("*")) if p.exists() and (p.is_file() or kind > 3)]
    if not there or kind == 9:
        shutil.rmtree(root)
        shutil.copytree(SAMPLE, root)
        return
    path, other = there[which % len(there)], there[what % len(there)]
    match kind:
        case 0 | 1:
            lines = path.read_text().split("\n")
            lines[what % len(lines)] = LINES[(which + what) % len(LINES)] if kind else ""
            write(path, "\n".join(lines))
        case 2:
            write(path, f"{path.read_text()}{LINES[what % len(LINES)]}\n")
        case 3:
            write(path, other.read_text())
        case 4 if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        case 4:
            path.unlink()
        case 5 if not path.with_name(f"{path.stem}{what % 3}{path.suffix}").exists():
            path.rename(path.with_name(f"{path.stem}{what % 3}{path.suffix}"))
        case 6:
            folder = other if other.is_dir() else other.parent
            if not folder.is_relative_to(path) and not (folder / path.name).exists():
                path.rename(folder / path.name)
                strike(folder)
        case 7:
            link = path.with_name(f"link{what % 2}{path.suffix}")
            if not link.is_symlink():
                link.symlink_to(other)
        case 8:
            write(root / "anchors.lock", "\n".join(LINES[-2:]) + "\n")
    strike(path.parent)


EDITS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8
)


def state(root: Path) -> set[tuple[Path, int, bytes]]:
    """All that there is below a folder, and what is in it but not what links lead to."""
    return {
        (
            path,
            path.lstat().st_ino,
            path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b"",
        )
        for path in root.rglob("*")
    }


@pytest.mark.parametrize("is_told", [True, False])
@pytest.mark.usefixtures("signs")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(EDITS)
def test_whatever_is_edited_is_found_as_by_a_check_anew(
    root: Path, is_told: bool, edits: list[tuple[int, int, int]]
) -> None:
    """Whether the check is told which services may have changed, or not."""
    edit(root, 9, 0, 0)
    checker = Checker(root)
    checker.check(today=TODAY)
    for one in edits:
        before = state(root)
        edit(root, *one)
        touched = {path.relative_to(root).parts[0] for path, *_ in before ^ state(root)}
        again = checker.check(touched if is_told else None, today=TODAY)
        anew = check(root, today=TODAY)
        assert again.problems == anew.problems, one
        assert repr(again.catalogue) == repr(anew.catalogue), one


@pytest.fixture
def checked(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Report]:
    """A check of data that is checked again and again."""
    monkeypatch.setattr(sign, "_STANDSTILL", -(10**18))
    checker = Checker(root)
    return lambda: checker.check(today=TODAY)


def test_what_is_the_same_is_the_same_object(checked: Callable[[], Report], root: Path) -> None:
    before = checked().catalogue
    assert checked().catalogue is before
    write(root / READER / "policy.yaml", (root / READER / "policy.yaml").read_text() + "# more\n")
    after = checked().catalogue
    assert after is not before
    old, new = before.policies, after.policies
    assert {name for name in new if new[name] is not old[name]} == {"AcmeStorageReadOnly"}
    documents = [
        [version.document for version in policies["AcmeStorageReadOnly"].versions]
        for policies in (old, new)
    ]
    assert all(map(lambda one, other: one is other, *documents))
    assert [service is before.service(service.id) for service in after.services] == [True, False]
    assert all(
        any(change is other for other in before.service("acme-storage").changes)
        for change in after.service("acme-storage").changes
        if change.id != "tracking-started"
    )


def test_only_what_changed_is_read(
    checked: Callable[[], Report], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked()
    read: list[str] = []

    def note(content: bytes, shown: PurePosixPath, **rest: Any) -> Any:
        read.append(str(shown))
        return taken(content, shown, **rest)

    monkeypatch.setattr(files, "taken", note)
    checked()
    assert read == []
    write(root / CHANGE, "title: New\n")
    checked()
    assert read == [CHANGE]


def test_another_day_is_another_check(root: Path) -> None:
    checker = Checker(root)
    on = {
        day: {problem.rule for problem in checker.check(today=day).problems}
        for day in (TODAY, date(2021, 1, 1), TODAY)
    }
    assert on == {TODAY: set(), date(2021, 1, 1): {"date-in-future"}}


def test_settings_that_change_are_heeded(checked: Callable[[], Report], root: Path) -> None:
    write(root / CHANGE, (root / CHANGE).read_text().replace("2022-03-11", "2022-03-12"))
    assert [problem.rule for problem in checked().problems] == ["change-file-name"]
    table = '[tool.policybook.rules]\nchange-file-name = "off"\n'
    write(root.parent / "pyproject.toml", table)
    assert not checked().problems
