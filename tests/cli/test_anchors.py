"""policybook anchors: what it records, shows and refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commands import git, policybook
from sites import SAMPLE

NEW = "/acme-storage/AcmeStorageFullAccess/#permissions:crash-barriers"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "policies"))


def test_the_first_record(book: Path) -> None:
    run = policybook("anchors", book)
    assert run.exit_code == 0
    lines = (book / "anchors.lock").read_text().splitlines()
    listed = [line for line in lines if not line.startswith("# ")]
    assert listed == sorted(listed)
    assert "/acme-storage/#security-iam-awsmanpol" in listed
    assert run.stderr.endswith(f"{len(listed)} addresses added\n")


def test_nothing_is_new(book: Path) -> None:
    policybook("anchors", book)
    before = (book / "anchors.lock").read_bytes()
    for option in ("--check", "--diff"):
        run = policybook("anchors", book, option)
        assert (run.exit_code, run.stdout) == (0, "")
    run = policybook("anchors", book)
    assert (run.exit_code, run.stdout) == (0, "")
    assert run.stderr.endswith("nothing to add\n")
    assert (book / "anchors.lock").read_bytes() == before


def test_what_is_new_is_added_and_nothing_taken_out(book: Path) -> None:
    policybook("anchors", book)
    before = (book / "anchors.lock").read_text()
    words = book / "acme-storage" / "AcmeStorageFullAccess" / "policy.yaml"
    words.write_text(words.read_text().replace("Guard rails", "Crash barriers"))
    run = policybook("anchors", book, "--check", "--diff")
    assert run.exit_code == 1
    assert f"+{NEW}\n" in run.stdout
    assert "\n-/" not in run.stdout
    assert run.stderr.endswith("policybook anchors records them\n")
    assert (book / "anchors.lock").read_text() == before
    assert policybook("anchors", book).exit_code == 0
    after = (book / "anchors.lock").read_text()
    assert {*before.splitlines()} < {*after.splitlines()}
    assert NEW in after.splitlines()


def test_annotations(book: Path) -> None:
    policybook("anchors", book)
    before = (book / "anchors.lock").read_text()
    lines = before.splitlines()
    (book / "anchors.lock").write_text(before.replace(f"{lines[5]}\n", ""))
    run = policybook("anchors", book, "--check", "--format", "github")
    assert run.exit_code == 1
    assert run.stdout == (
        f"::warning file={book}/anchors.lock,line=5,endLine=5,"
        f"title=Addresses to record::+{lines[5]}\n"
    )
    (book / "anchors.lock").write_text("{")
    run = policybook("anchors", book, "--format", "github")
    assert run.exit_code == 1
    assert f"{book}/anchors.lock:1:1: error lock-invalid" in run.stdout
    (book / "##[stop-commands]x").mkdir()
    assert "##[" in policybook("anchors", book).stdout
    assert "##[" not in policybook("anchors", book, "--format", "github").stdout


def test_marks_and_order(book: Path) -> None:
    lock = book / "anchors.lock"
    policybook("anchors", book)
    canonical = lock.read_text()
    lock.write_text(f"/typo/ gone: a slip of the pen\n{canonical}")
    # Where an address stands in the file is nobody's concern until the file is written.
    assert policybook("anchors", book, "--check").exit_code == 0
    assert policybook("anchors", book).exit_code == 0
    assert lock.read_text() == f"{canonical}".replace(
        "/updates/\n", "/typo/ gone: a slip of the pen\n/updates/\n"
    )


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("anchors.lock", "{"),
        ("acme-storage/service.yaml", "{"),
        ("acme-relay/service.yaml", "name: Relay\nshort_name: Relay\npolicies: [AcmeNowhere]\n"),
    ],
)
def test_data_with_errors_is_not_recorded(file: str, text: str, book: Path) -> None:
    (book / file).write_text(text)
    before = {path: path.read_bytes() for path in book.rglob("*.*") if path.is_file()}
    for options in ([], ["--check"], ["--diff"]):
        run = policybook("anchors", book, *options)
        assert run.exit_code == 1
        assert f"{file}:" in run.stdout
        assert run.stderr.startswith("Error: data with errors is not published")
    assert {path: path.read_bytes() for path in book.rglob("*.*") if path.is_file()} == before


def test_an_address_that_is_lost_keeps_no_other_from_being_recorded(book: Path) -> None:
    policybook("anchors", book)
    words = book / "acme-storage" / "AcmeStorageFullAccess" / "policy.yaml"
    words.write_text(words.read_text().replace("Guard rails", "Crash barriers"))
    assert policybook("check", book).exit_code == 1
    assert policybook("anchors", book).exit_code == 0
    assert NEW in (book / "anchors.lock").read_text().splitlines()


def test_what_was_never_published_is_taken_out(book: Path) -> None:
    repository = book.parent
    git(repository, "init", "--quiet", "--initial-branch", "main")
    policybook("anchors", book)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "First")
    published = (book / "anchors.lock").read_text()
    words = book / "acme-storage" / "AcmeStorageFullAccess" / "policy.yaml"
    original = words.read_text()
    words.write_text(original.replace("action: [kms:Decrypt, kms:Encrypt]", "service: kms"))
    (book / "anchors.lock").write_text(published + "/acme-storage/#never\n")
    run = policybook("check", book, "--base", "main", "--rule", "anchor-gone")
    assert (
        "`/acme-storage/#never` was never published: `policybook anchors --base REV`" in run.stdout
    )
    run = policybook("anchors", book)
    assert run.exit_code == 0
    assert "1 address taken out" in run.stderr
    text = (book / "anchors.lock").read_text()
    assert "#never" not in text
    assert {*published.splitlines()} < {*text.splitlines()}
    words.write_text(original)
    assert policybook("anchors", book).exit_code == 0
    assert (book / "anchors.lock").read_text() == published


def test_what_the_other_side_of_a_merge_has_stays(book: Path) -> None:
    repository = book.parent
    git(repository, "init", "--quiet", "--initial-branch", "main")
    policybook("anchors", book)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "First")
    git(repository, "checkout", "--quiet", "-b", "topic")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "Mine")
    git(repository, "checkout", "--quiet", "main")
    with (book / "anchors.lock").open("a") as lock:
        lock.write("/acme-storage/#theirs\n")
    git(repository, "commit", "--quiet", "--all", "--message", "Theirs")
    git(repository, "checkout", "--quiet", "topic")
    git(repository, "merge", "--quiet", "--no-commit", "main")
    run = policybook("anchors", book)
    assert "1 address that leads nowhere stays recorded: see policybook check;" in run.stderr
    assert "/acme-storage/#theirs\n" in (book / "anchors.lock").read_text()


def test_both_sides_of_a_merge_stay(book: Path) -> None:
    policybook("anchors", book)
    canonical = (book / "anchors.lock").read_text()
    lines = canonical.splitlines(keepends=True)
    sides = ["<<<<<<< HEAD\n", lines[6], "=======\n", lines[7], ">>>>>>> other\n"]
    (book / "anchors.lock").write_text("".join([*lines[:6], *sides, *lines[8:]]))
    assert policybook("check", book).exit_code == 1
    assert "git could not merge this: run `policybook anchors`" in policybook("check", book).stdout
    assert policybook("anchors", book, "--check").exit_code == 1
    assert policybook("anchors", book).exit_code == 0
    assert (book / "anchors.lock").read_text() == canonical


def test_a_folder_inside_the_data_stands_for_all_of_it(book: Path) -> None:
    assert policybook("anchors", book / "acme-storage").exit_code == 0
    assert (book / "anchors.lock").is_file()
