"""What two states of the data have in common is read once."""

from __future__ import annotations

import gc
from pathlib import Path, PurePosixPath
from weakref import ref

from policybook.source import lock
from policybook.source.files import read

HERE = PurePosixPath("a.yaml")


def test_a_file_that_is_the_same_is_read_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text("a: 1\n")
    first, _ = read(tmp_path / "one", HERE)
    assert first is not None
    assert read(tmp_path / "two", HERE) == (first, [])
    assert read(tmp_path / "nowhere", HERE, "a: 1\n") == (first, [])
    for source, _ in (
        read(tmp_path / "one", PurePosixPath("b.yaml")),
        read(tmp_path / "one", HERE, "a: 2\n"),
    ):
        assert source not in (None, first)


def test_what_nobody_uses_is_not_kept(tmp_path: Path) -> None:
    source, _ = read(tmp_path, HERE, "a: 1\n")
    assert source is not None
    gone = ref(source)
    del source
    gc.collect()
    assert gone() is None


def test_the_same_text_in_another_language_is_another_source(tmp_path: Path) -> None:
    text = "# nothing\n"
    kept, _ = lock.read(tmp_path, HERE, text)
    assert kept is not None
    other, _ = read(tmp_path, HERE, text)
    assert other is not kept


def test_what_is_wrong_is_told_each_time(tmp_path: Path) -> None:
    (_, first), (_, second) = (read(tmp_path, HERE, "a: 1\na: 2\n") for _ in range(2))
    assert first
    assert first == second
