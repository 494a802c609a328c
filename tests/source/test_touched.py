"""Which lines are touched since a revision, for files of any name and any edit."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import git
from policybook.source.git import GitError
from policybook.source.shown import shown_name
from policybook.source.touched import Touched, touched

LINES = "".join(f"line {number}\n" for number in range(1, 10))
NAMES = ["plain", "two words", "ümlaut", 'quo"te', "back\\slash", "t\tab", "b", "-", "\x1b[31m"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in a repository, with a commit."""
    data = tmp_path / "data"
    (data / "inner" / "deep").mkdir(parents=True)
    for path in ("file", "inner/file", "inner/deep/file", "../outside"):
        (data / path).write_text(LINES)
    for name in NAMES:
        (data / "inner" / name).write_text(LINES)
    (data / "inner" / "binary").write_bytes(b"\0one\ntwo\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "First")
    return data


def lines(found: Touched, path: str, count: int = 12) -> list[int]:
    return [n for n in range(1, count) if found.has(PurePosixPath(path), n)]


def edit(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text().replace(old, new))


def test_nothing_is_touched(folder: Path) -> None:
    found = touched(folder, "HEAD")
    for path in (".", "inner", "inner/deep", "file", "inner/two words", "inner/binary"):
        assert lines(found, path) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("line 3\n", "line three\n", [3]),
        ("line 3\n", "3\n3\n3\n", [3, 4, 5]),
        ("line 3\nline 4\n", "", [2, 3]),
        ("line 1\n", "", [1]),
        ("line 9\n", "", [8, 9]),
        ("line 1\n", "++ b/other\n-- a/other\n@@ -1 +1 @@\nline 1\n", [1, 2, 3]),
        ("line 9\n", "line 9", [9]),
        ("line 5\n", "line 5\r\n", [5]),
    ],
)
def test_lines_of_a_file(old: str, new: str, expected: list[int], folder: Path) -> None:
    edit(folder / "inner" / "file", old, new)
    edit(folder / "inner" / "plain", "line 7", "seven")
    found = touched(folder, "HEAD")
    assert lines(found, "inner/file") == expected
    assert lines(found, "inner/plain") == [7]
    assert lines(found, "file") == lines(found, "inner/deep/file") == lines(found, "inner") == []


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str, folder: Path) -> None:
    edit(folder / "inner" / name, "line 3\n", "")
    found = touched(folder, "HEAD")
    assert lines(found, f"inner/{shown_name(name)}") == [2, 3]
    assert [path.name for path in found.lines] == [shown_name(name)]


def test_what_is_new_is_touched_as_a_whole(folder: Path) -> None:
    for path in ("inner/new", "fresh/new", "fresh/deep/new"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(LINES)
    git(folder, "add", "fresh")
    found = touched(folder, "HEAD")
    for path in ("inner/new", "fresh", "fresh/new", "fresh/deep/new"):
        assert lines(found, path, 4) == [1, 2, 3]
    assert lines(found, "inner") == lines(found, ".") == []


def test_a_folder_that_lost_something_is_touched(folder: Path) -> None:
    (folder / "inner" / "deep" / "file").unlink()
    found = touched(folder, "HEAD")
    assert [path for path in (".", "inner", "inner/deep", "file") if lines(found, path, 2)] == [
        ".",
        "inner",
        "inner/deep",
    ]


def test_a_binary_file_and_one_that_became_a_link(folder: Path) -> None:
    (folder / "inner" / "binary").write_bytes(b"\0one\nthree\n")
    (folder / "inner" / "plain").unlink()
    (folder / "inner" / "plain").symlink_to("file")
    found = touched(folder, "HEAD")
    assert lines(found, "inner/binary") == [2]
    assert lines(found, "inner/plain") == [1]


def test_settings_of_git_do_not_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in {
        "core.quotePath": "false",
        "color.ui": "always",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.context": "9",
        "diff.interHunkContext": "9",
        "diff.external": "false",
        "diff.renames": "copies",
        "diff.relative": "false",
    }.items():
        git(folder, "config", key, value)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    (folder / ".gitattributes").write_text("* -diff\n")
    edit(folder / "inner" / "ümlaut", "line 3\n", "three\n")
    edit(folder / "inner" / "ümlaut", "line 6\n", "six\n")
    assert lines(touched(folder, "HEAD"), "inner/ümlaut") == [3, 6]


def test_a_revision_without_the_folder(folder: Path) -> None:
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "More")
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "new").write_text(LINES)
    assert lines(touched(folder.parent / "other", "HEAD"), "new", 3) == [1, 2]


def test_no_such_revision(folder: Path) -> None:
    with pytest.raises(GitError):
        touched(folder, "nowhere")


TEXTS = st.lists(st.sampled_from(["a", "b", "-c", "+d", "\\", "@@ -1 +1 @@", "++ b/x"]), max_size=8)


@settings(max_examples=25, deadline=None)
@given(TEXTS, TEXTS)
def test_what_is_not_touched_was_there(before: list[str], after: list[str]) -> None:
    with TemporaryDirectory() as name:
        file = Path(name, "file")
        file.write_text("".join(f"{line}\n" for line in before))
        git(Path(name), "init", "--quiet")
        git(Path(name), "add", ".")
        git(Path(name), "commit", "--quiet", "--message", "First")
        file.write_text("".join(f"{line}\n" for line in after))
        found = touched(Path(name), "HEAD")
        kept = [line for n, line in enumerate(after, 1) if not found.has(PurePosixPath("file"), n)]
        rest = iter(before)
        assert all(line in rest for line in kept)
        assert bool(found.lines) == (before != after)
