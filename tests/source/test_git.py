"""A folder as a revision of git has it, and what keeps it from being had."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from commands import git
from policybook.source import files as reading
from policybook.source import git as copying
from policybook.source import lock
from policybook.source.git import GitError, at_revision, branch_point, files_at

Files = dict[str, str]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit, and another state of its files around it."""
    folder = tmp_path / "repository"
    (folder / "data" / "deep").mkdir(parents=True)
    (folder / "data" / "one.txt").write_bytes(b"one\r\n\x00")
    (folder / "data" / "deep" / "näme with space.txt").write_text("deep")
    (folder / "data" / "empty").touch()
    (folder / "data" / "link").symlink_to("/etc/passwd")
    (folder / "top.txt").write_text("top")
    git(tmp_path, "init", "--quiet", "repository")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "First")
    git(folder, "tag", "first")
    (folder / "data" / "one.txt").write_text("two")
    (folder / "later").mkdir()
    return folder


def files(folder: Path | None) -> dict[str, bytes]:
    assert folder is not None
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


FIRST = {"one.txt": b"one\r\n\x00", "deep/näme with space.txt": b"deep", "empty": b""}


@pytest.mark.parametrize("revision", ["HEAD", "first", "HEAD~0", "@"])
def test_regular_files_are_copied_as_they_were(repository: Path, revision: str) -> None:
    with at_revision(repository / "data", revision) as folder:
        assert files(folder) == FIRST
        assert folder
    assert not folder.exists()


def test_the_whole_repository(repository: Path) -> None:
    with at_revision(repository, "HEAD") as folder:
        assert set(files(folder)) == {"top.txt", *(f"data/{name}" for name in FIRST)}


def test_a_relative_path(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "later")
    with at_revision(Path("../data"), "HEAD") as folder:
        assert files(folder) == FIRST


@pytest.mark.parametrize("name", ["later", "data/nowhere", "data/one.txt/x"])
def test_a_folder_that_the_revision_does_not_have(repository: Path, name: str) -> None:
    with at_revision(repository / name, "HEAD") as folder:
        assert folder is None


def test_a_folder_that_is_gone_since(repository: Path) -> None:
    (repository / "data").rename(repository / "moved")
    with at_revision(repository / "data" / "deep", "HEAD") as folder:
        assert files(folder) == {"näme with space.txt": b"deep"}


def test_inside_a_hook_of_another_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    with at_revision(repository / "data", "HEAD") as folder:
        assert files(folder) == FIRST


@pytest.mark.parametrize(
    "revision",
    [
        *("nowhere", "", "--help", "--output=x", "-h", "HEAD:data", "first..HEAD", "^first"),
        *("HEAD HEAD", "a\nb"),
    ],
)
def test_no_such_revision(repository: Path, revision: str) -> None:
    before = set(repository.rglob("*"))
    with pytest.raises(GitError, match="git knows no revision"), at_revision(repository, revision):
        pass
    assert set(repository.rglob("*")) == before


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="is not in a git repository"), at_revision(tmp_path, "HEAD"):
        pass


def test_no_commit_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(GitError, match="git knows no revision `HEAD`"):
        at_revision(tmp_path, "HEAD").__enter__()


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(GitError, match="git is not installed"), at_revision(repository, "HEAD"):
        pass


def test_content_that_is_missing(repository: Path) -> None:
    name = git(repository, "rev-parse", "HEAD:data/one.txt")
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with (
        pytest.raises(GitError, match=r"git does not have the content of `one\.txt`"),
        at_revision(repository / "data", "HEAD"),
    ):
        pass


def test_submodules_and_links_are_left_out(repository: Path) -> None:
    commit = git(repository, "rev-parse", "HEAD")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{commit},data/module")
    git(repository, "commit", "--quiet", "--message", "Second")
    with at_revision(repository / "data", "HEAD") as folder:
        assert files(folder) == FIRST


def test_names_cannot_lead_out(repository: Path) -> None:
    """Git refuses such names in its index, but not in a tree that someone made by hand."""
    blob = git(repository, "rev-parse", "HEAD:top.txt")
    raw = b"100644 evil.txt\0" + bytes.fromhex(blob)
    inner = write_tree(repository, raw)
    outer = write_tree(repository, b"40000 ..\0" + bytes.fromhex(inner))
    commit = git(repository, "commit-tree", "-m", "Evil", outer)
    with at_revision(repository, commit) as folder:
        assert files(folder) == {}


def write_tree(repository: Path, raw: bytes) -> str:
    command = ["git", "-C", str(repository), "hash-object", "-t", "tree", "-w", "--literally"]
    run = subprocess.run([*command, "--stdin"], input=raw, capture_output=True, check=True)
    return run.stdout.decode().strip()


@pytest.fixture
def branched(repository: Path) -> Path:
    """A repository whose branch `topic` left `main` at `first`; both have gone on since."""
    git(repository, "checkout", "--quiet", "-b", "topic")
    commit(repository, "topic.txt")
    git(repository, "branch", "--force", "main", "first")
    git(repository, "checkout", "--quiet", "main")
    commit(repository, "main.txt")
    git(repository, "checkout", "--quiet", "topic")
    return repository


def commit(repository: Path, name: str) -> None:
    (repository / name).write_text(name)
    git(repository, "add", name)
    git(repository, "commit", "--quiet", "--message", name)


def test_where_a_branch_left_another(branched: Path) -> None:
    first, main = (git(branched, "rev-parse", name) for name in ("first", "main"))
    assert branch_point(branched, "main") == first
    assert branch_point(branched / "data" / "nowhere", "main") == first
    assert branch_point(branched, "main", "topic~1") == first
    assert branch_point(branched, "first", "main") == first
    git(branched, "checkout", "--quiet", "--detach")
    git(branched, "merge", "--quiet", "--no-ff", "--no-edit", "main")
    assert branch_point(branched, "main") == main
    assert branch_point(branched, "main", "topic") == first


def test_no_commit_in_common(branched: Path) -> None:
    git(branched, "checkout", "--quiet", "--orphan", "other")
    main = git(branched, "rev-parse", "main")
    # The branch has no commit yet, then one of its own.
    assert branch_point(branched, "main") == main
    git(branched, "commit", "--quiet", "--allow-empty", "--message", "Other")
    assert branch_point(branched, "main") == main
    assert branch_point(branched, "HEAD", "main") == git(branched, "rev-parse", "HEAD")


def test_a_shallow_clone_knows_no_common_commit(branched: Path, tmp_path: Path) -> None:
    url = branched.as_uri()
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", url, "shallow")
    main = git(branched, "rev-parse", "main")
    assert branch_point(tmp_path / "shallow", "origin/main", "origin/topic") == main


@pytest.mark.parametrize("revision", ["nowhere", "--help", "-h", "HEAD:data", "first..HEAD"])
def test_the_branch_point_of_no_revision(repository: Path, revision: str) -> None:
    with pytest.raises(GitError, match="git knows no revision"):
        branch_point(repository, revision)
    assert branch_point(repository, "first", revision) == git(repository, "rev-parse", "first")


def test_files_of_a_revision(repository: Path) -> None:
    assert {str(path) for path in files_at(repository / "data", "first")} == FIRST.keys()
    assert files_at(repository / "later", "first") == frozenset()


def test_of_a_file_that_is_too_large_only_the_size_is_copied(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "data" / "large").write_bytes(b"x" * 9)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "Large")
    monkeypatch.setattr("policybook.source.git._LARGEST", 8)
    with at_revision(repository / "data", "HEAD") as folder:
        found = files(folder)
    assert found.pop("large") == b"\0" * 9
    assert found == {**FIRST, "one.txt": b"two"}


def test_what_is_copied_is_printed_in_parts(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        (repository / "data" / f"{number}").write_text(f"{number}" * number)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "Many")
    monkeypatch.setattr("policybook.source.git._MOST_TOLD", 4_000)
    monkeypatch.setattr("policybook.source.git._LARGEST", 2_000)
    with at_revision(repository / "data", "HEAD") as folder:
        found = files(folder)
    assert len(found) == 43
    assert found["39"] == b"39" * 39


@pytest.mark.parametrize("limit", ["_MOST_TOLD", "_MOST_COPIED"])
def test_more_than_can_be_looked_at(
    limit: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"policybook.source.git.{limit}", 5)
    with (
        pytest.raises(GitError, match=r"more in `.*` than can be looked at"),
        at_revision(repository / "data", "first"),
    ):
        pass


def test_whatever_may_be_data_is_copied() -> None:
    assert max(reading.MAX_BYTES, lock.MAX_BYTES) <= copying._LARGEST
