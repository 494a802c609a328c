"""What a watch of the data tells of changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from policybook.plugin.watching import Watch


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    """A watch that trusts what it is told."""
    watch = Watch(None, str(tmp_path))
    assert watch.touched() is None
    return watch


@pytest.mark.parametrize(
    ("paths", "touched"),
    [
        ([], set()),
        (["one/a/policy.yaml", "one/b", "two"], {"one", "two"}),
        (["one/a", ""], None),
        (["one/a", "/elsewhere"], None),
        (["one/a"] * 1000, None),
    ],
)
def test_what_is_touched_is_told_once(
    watch: Watch, tmp_path: Path, paths: list[str], touched: set[str] | None
) -> None:
    for path in paths:
        watch.note(str(tmp_path / path))
    assert watch.touched() == touched
    assert watch.touched() == set()


def test_a_doubt_is_told_once(watch: Watch, tmp_path: Path) -> None:
    watch.doubt()
    watch.note(str(tmp_path / "one"))
    assert watch.touched() is None
    assert watch.touched() == set()
