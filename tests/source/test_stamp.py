"""The digest of a folder says what its files hold, whether they are read for it or not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from policybook.cache import NO_CACHE, Cache
from policybook.source import sign
from policybook.source import stamp as module
from policybook.source.stamp import stamp

SECOND = 1_000_000_000
AT_ONCE = -60 * SECOND
"""A standstill with which all files are believed that are not from the future."""

FILE = Path("acme", "AcmeReader", "v1.json")
OTHER = Path("acme", "AcmeReader", "v2.json")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two files of one size, and others around them."""
    folder = tmp_path / "policies"
    for file, text in {
        FILE: "one",
        OTHER: "two",
        Path("acme", "service.yaml"): "name: Acme",
        Path("acme", "changes", "2026-01-01-new.yaml"): "title: New",
    }.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text)
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], bool]:
    """Whether files are read for the digest of a folder."""
    looks = []
    contents = module._contents

    def counted(found: Iterable[bytes | os.DirEntry[str]]) -> Iterable[bytes]:
        looks.append(found)
        return contents(found)

    monkeypatch.setattr(module, "_contents", counted)

    def is_read(folder: Path) -> bool:
        looks.clear()
        with Cache(folder.parent / "cache") as cache:
            assert stamp(folder, cache)
        return bool(looks)

    return is_read


def tick(path: Path) -> None:
    """Wait until the clock of the file system has moved on since a file was changed."""
    probe = path.with_name(".probe")
    while not probe.exists() or probe.stat().st_ctime_ns <= path.stat().st_ctime_ns:
        probe.write_text("")


def edit(root: Path) -> None:
    (root / FILE).write_text("another")


def edit_in_size(root: Path) -> None:
    (root / FILE).write_text("eno")


def edit_unseen(root: Path) -> None:
    """As it is with `touch -d`: the file has the size and the time that it had."""
    before = (root / FILE).stat()
    edit_in_size(root)
    os.utime(root / FILE, ns=(before.st_atime_ns, before.st_mtime_ns))


def edit_as_if_long_ago(root: Path) -> None:
    edit_in_size(root)
    os.utime(root / FILE, ns=(0, SECOND))


def edit_by_another_name(root: Path) -> None:
    os.link(root / FILE, root.parent / "name")
    (root.parent / "name").write_text("eno")


def replace(root: Path) -> None:
    """As editors do that write a new file and give it the name of the old one."""
    new = root.parent / "new"
    new.write_text("eno")
    shutil.copystat(root / FILE, new)
    new.rename(root / FILE)


def swap(root: Path) -> None:
    (root / FILE).rename(root.parent / "aside")
    (root / OTHER).rename(root / FILE)
    (root.parent / "aside").rename(root / OTHER)


def rename(root: Path) -> None:
    (root / FILE).rename(root / FILE.with_name("v3.json"))


def remove(root: Path) -> None:
    (root / FILE).unlink()


def add(root: Path) -> None:
    (root / FILE.with_name("v3.json")).write_text("")


def add_folder(root: Path) -> None:
    (root / "acme" / "AcmeWriter").mkdir()


def restore(root: Path) -> None:
    """As it is with a backup that has the old times."""
    copy = root.parent / "copy"
    shutil.copytree(root, copy)
    (copy / FILE).write_text("eno")
    shutil.copystat(root / FILE, copy / FILE)
    shutil.rmtree(root)
    copy.rename(root)


def lead_elsewhere(root: Path) -> None:
    (root / FILE).rename(root.parent / "v1.json")
    (root / FILE).symlink_to(root.parent / "v1.json")


@pytest.mark.parametrize(
    "change",
    [
        edit,
        edit_in_size,
        edit_unseen,
        edit_as_if_long_ago,
        edit_by_another_name,
        replace,
        swap,
        rename,
        remove,
        add,
        add_folder,
        restore,
        lead_elsewhere,
    ],
)
def test_every_change_is_seen(
    root: Path, tmp_path: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign, "_STANDSTILL", AT_ONCE)
    with Cache(tmp_path / "cache") as cache:
        before = stamp(root, cache)
        tick(root / FILE)
        change(root)
        after = stamp(root, cache)
    assert before
    assert after != before
    assert after == stamp(root, NO_CACHE)


def test_what_is_known_is_not_read(
    root: Path, read: Callable[[Path], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign, "_STANDSTILL", AT_ONCE)
    assert [read(root), read(root)] == [True, False]
    (root / ".hidden").write_text("")
    assert not read(root)


def test_what_changed_a_moment_ago_is_read(root: Path, read: Callable[[Path], bool]) -> None:
    assert [read(root), read(root)] == [True, True]


def test_what_is_from_the_future_is_read(
    root: Path, read: Callable[[Path], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign, "_STANDSTILL", AT_ONCE)
    later = (root / FILE).stat().st_mtime_ns + 3600 * SECOND
    os.utime(root / FILE, ns=(later, later))
    assert [read(root), read(root)] == [True, True]


def test_what_was_known_before_the_clock_went_back_is_read(
    root: Path, read: Callable[[Path], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign, "_STANDSTILL", AT_ONCE)
    assert [read(root), read(root)] == [True, False]
    monkeypatch.setattr(sign, "_STANDSTILL", 3600 * SECOND)
    assert read(root)


def test_what_has_no_signs_is_read(
    root: Path, read: Callable[[Path], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign, "_STANDSTILL", AT_ONCE)
    monkeypatch.setattr(module, "_has_signs", lambda _: False)
    assert [read(root), read(root)] == [True, True]


def test_a_copy_has_the_same_digest(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "policies"
    shutil.copytree(root, copy)
    assert stamp(copy, NO_CACHE) == stamp(root, NO_CACHE)
