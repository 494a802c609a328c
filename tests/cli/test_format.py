"""What `policybook format` writes, says and shows, and how it ends."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

import click
import pytest

from commands import policybook
from policybook.cli import progress as bar
from policybook.cli.progress import progress
from policybook.cli.writing import difference, write
from sites import ROOT, SAMPLE

SERVICE = "name:   Acme   # of Acme\nprefixes: [ s3 ]\n"
SERVICE_FORMATTED = "name: Acme   # of Acme\nprefixes: [s3]\n"
DOCUMENT = '{"Version": "2012-10-17"}'
DOCUMENT_FORMATTED = '{\n    "Version": "2012-10-17"\n}\n'


run = partial(policybook, "format")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service with a file that is canonical and two that are not; the current folder's data."""
    monkeypatch.chdir(tmp_path)
    policy = tmp_path / "policies" / "acme" / "AcmeRead"
    policy.mkdir(parents=True)
    (policy.parent / "service.yaml").write_text(SERVICE)
    (policy / "policy.yaml").write_text("type: customer-managed\n")
    (policy / "v1.json").write_text(DOCUMENT)
    return tmp_path / "policies"


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


FORMATTED = {
    "acme/AcmeRead/policy.yaml": "type: customer-managed\n",
    "acme/AcmeRead/v1.json": DOCUMENT_FORMATTED,
    "acme/service.yaml": SERVICE_FORMATTED,
}


def test_files_are_written_and_named(book: Path) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout == (
        "formatted policies/acme/AcmeRead/v1.json\nformatted policies/acme/service.yaml\n"
    )
    assert result.stderr == "3 files: 2 formatted\n"
    assert texts(book) == FORMATTED


def test_a_second_run_changes_nothing(book: Path) -> None:
    run()
    before = {path: path.stat().st_mtime_ns for path in book.rglob("*.*")}
    result = run()
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "3 files: all in canonical form\n"
    assert {path: path.stat().st_mtime_ns for path in book.rglob("*.*")} == before


def test_check_fails_and_writes_nothing(book: Path) -> None:
    before = texts(book)
    result = run("--check")
    assert result.exit_code == 1
    assert result.stdout == (
        "would format policies/acme/AcmeRead/v1.json\nwould format policies/acme/service.yaml\n"
    )
    assert result.stderr == (
        "3 files: 2 would change\npolicybook format writes them in canonical form\n"
    )
    assert texts(book) == before
    run()
    assert run("--check").exit_code == 0


@pytest.mark.parametrize(("option", "code"), [((), 0), (("--check",), 1)])
def test_diff_shows_and_writes_nothing(book: Path, option: tuple[str, ...], code: int) -> None:
    before = texts(book)
    result = run("--diff", "policies/acme/service.yaml", *option)
    assert result.exit_code == code
    assert result.stdout == (
        "--- policies/acme/service.yaml\n"
        "+++ policies/acme/service.yaml\n"
        "@@ -1,2 +1,2 @@\n"
        "-name:   Acme   # of Acme\n"
        "-prefixes: [ s3 ]\n"
        "+name: Acme   # of Acme\n"
        "+prefixes: [s3]\n"
    )
    assert result.stderr.startswith("1 file: 1 would change\n")
    assert texts(book) == before


def test_paths_are_files_and_folders_each_file_once(book: Path) -> None:
    result = run("policies/acme/AcmeRead", "policies/acme/AcmeRead/v1.json", "./policies/acme")
    assert result.stdout == (
        "formatted policies/acme/AcmeRead/v1.json\nformatted policies/acme/service.yaml\n"
    )
    assert result.stderr == "3 files: 2 formatted\n"
    assert texts(book) == FORMATTED


def test_what_cannot_be_read_is_told_and_hides_nothing(book: Path) -> None:
    (book / "acme" / "AcmeRead" / "v2.json").write_text('{"a": 1,}')
    (book / "acme" / "AcmeRead" / "v3.json").write_bytes(b"\xef\xbb\xbf{ }")
    (book / "acme" / "gone.yaml").symlink_to("nowhere")
    before = (book / "acme" / "AcmeRead" / "v3.json").read_bytes()
    result = run()
    assert result.exit_code == 1
    assert "policies/acme/AcmeRead/v2.json:1:8: error json-invalid trailing comma" in result.stdout
    assert "policies/acme/AcmeRead/v3.json:1:1: error file-byte-order-mark" in result.stdout
    assert "policies/acme/gone.yaml:1:1: error file-outside" in result.stdout
    assert "formatted policies/acme/service.yaml" in result.stdout
    assert result.stderr == "5 files: 2 formatted, 3 problems\n"
    assert (book / "acme" / "AcmeRead" / "v3.json").read_bytes() == before
    assert (book / "acme" / "service.yaml").read_text() == SERVICE_FORMATTED


def test_other_files_are_left_alone(book: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "v1.json").write_text(DOCUMENT)
    (book / "acme" / "linked.json").symlink_to(outside / "v1.json")
    for name in (".hidden.yaml", "notes.md", "words.yml"):
        (book / name).write_text("a:  1")
    (book / ".git").mkdir()
    (book / ".git" / "a.yaml").write_text("a:  1")
    result = run()
    assert result.exit_code == 1
    assert "policies/acme/linked.json:1:1: error file-outside" in result.stdout
    assert result.stderr == "3 files: 2 formatted, 1 problem\n"
    assert (outside / "v1.json").read_text() == DOCUMENT
    assert (book / ".hidden.yaml").read_text() == "a:  1"


@pytest.mark.parametrize("name", ["linked.json", "Linked", "Linked/v1.json"])
def test_a_path_that_leads_out_of_the_data_is_not_followed(
    book: Path, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "v1.json").write_text(DOCUMENT)
    (book / "acme" / "linked.json").symlink_to(outside / "v1.json")
    (book / "acme" / "Linked").symlink_to(outside)
    result = run(f"policies/acme/{name}")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"policies/acme/{name}:1:1: error file-outside")
    assert result.stderr == "0 files: 1 problem\n"
    assert (outside / "v1.json").read_text() == DOCUMENT


def test_links_inside_the_data_stay_links(book: Path) -> None:
    (book / "acme" / "AcmeRead" / "v2.json").symlink_to("v1.json")
    (book / "again").symlink_to("acme")
    (book / "acme" / "round").symlink_to("..")
    result = run()
    assert result.exit_code == 0
    assert result.stderr == "3 files: 2 formatted\n"
    assert (book / "acme" / "AcmeRead" / "v2.json").readlink() == Path("v1.json")
    assert (book / "acme" / "AcmeRead" / "v2.json").read_text() == DOCUMENT_FORMATTED


def test_what_is_no_data_file_is_a_usage_error(book: Path) -> None:
    (book / "notes.md").write_text("x")
    os.mkfifo(book / "pipe.json")
    for path in ("policies/notes.md", "policies/pipe.json"):
        result = run(path)
        assert result.exit_code == 2
        assert f"`{path}` is neither a folder nor a file" in result.stderr
    assert run("policies/nothing.json").exit_code == 2
    assert run().exit_code == 0  # a pipe is not waited for


def test_without_data_the_default_folder_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 2
    assert "there is no folder `policies` here" in result.stderr


def test_the_data_of_the_site_is_canonical() -> None:
    result = run("--check", ROOT / "policies")
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_sample_data_can_be_formatted() -> None:
    result = run("--diff", SAMPLE)
    assert result.exit_code == 0
    assert "+++" in result.stdout


def test_a_file_that_cannot_be_written_hides_nothing(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if target.name == "v1.json":
            raise PermissionError(13, "Permission denied")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    result = run()
    assert result.exit_code == 1
    assert "policies/acme/AcmeRead/v1.json cannot be written: Permission denied" in result.stderr
    assert result.stderr.endswith("3 files: 1 formatted\n")
    assert result.stdout == "formatted policies/acme/service.yaml\n"
    assert texts(book) == FORMATTED | {"acme/AcmeRead/v1.json": DOCUMENT}


def test_write_keeps_permissions_and_links(tmp_path: Path) -> None:
    file, link = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_text("a: 1")
    file.chmod(0o640)
    link.symlink_to("a.yaml")
    write(link, "a: é\r\n")
    assert file.read_bytes() == "a: é\r\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_write_makes_a_file_as_others_are_made(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    write(tmp_path / "b", "b")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode
    with pytest.raises(click.ClickException, match="cannot be written: No such file"):
        write(tmp_path / "c" / "d", "")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\n", "a\n", ""),
        ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
        ("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        ("a\u2028b\n", "a\u2028c\n", "@@ -1 +1 @@\n-a\u2028b\n+a\u2028c\n"),
        ("a\r\n", "a\n", "@@ -1 +1 @@\n-a\r\n+a\n"),
    ],
)
def test_difference(before: str, after: str, expected: str) -> None:
    lines = [click.unstyle(line) for line in difference("x.yaml", before, after)]
    assert "".join(lines[2:]) == expected
    assert lines[:2] == (["--- x.yaml\n", "+++ x.yaml\n"] if expected else [])


def test_difference_is_in_colour() -> None:
    lines = list(difference("x.yaml", "a\n-- b\n", "a\n++ c\n"))
    assert lines[0] == "\x1b[1m--- x.yaml\x1b[0m\n"
    assert lines[-2:] == ["\x1b[31m--- b\x1b[0m\n", "\x1b[32m+++ c\x1b[0m\n"]


def test_difference_sends_no_codes_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    *_, line = difference("x.yaml", "", "\ta\x9bb\u202e\n")
    assert click.unstyle(line) == "+\ta\ufffdb\ufffd\n"


def test_a_bar_is_for_long_work_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(progress(range(bar.LONG), "Reading")) == list(range(bar.LONG))
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert list(progress(range(bar.LONG - 1), "Reading")) == list(range(bar.LONG - 1))
    assert capsys.readouterr() == ("", "")
    assert list(progress(range(bar.LONG), "Reading")) == list(range(bar.LONG))
    out, err = capsys.readouterr()
    assert out == ""
    assert "Reading" in err


START = "::warning file=policies/acme/"


@pytest.mark.parametrize(("more", "exit_code"), [([], 0), (["--diff"], 0), (["--check"], 1)])
def test_suggested_layout_is_annotations(more: list[str], exit_code: int, book: Path) -> None:
    before = texts(book)
    (book / "acme" / "bad, 1.json").write_text("{")
    result = run("--format", "github", *more)
    (book / "acme" / "bad, 1.json").unlink()
    # What cannot be read fails in any case.
    assert result.exit_code == 1
    assert texts(book) == before
    bad, *found = result.stdout.splitlines()
    name, prefixes = SERVICE.splitlines()
    assert bad.startswith("::error file=policies/acme/bad%2C 1.json,line=1,col=2,title=json-")
    assert [line.split("%0A") for line in found] == [
        [
            f"{START}AcmeRead/v1.json,line=1,endLine=1,title=Suggested layout::-{DOCUMENT}",
            "\\ No newline at end of file",
            *(f"+{line}" for line in DOCUMENT_FORMATTED.splitlines()),
        ],
        [
            f"{START}service.yaml,line=1,endLine=2,title=Suggested layout::-{name}",
            f"-{prefixes}",
            *(f"+{line}" for line in SERVICE_FORMATTED.splitlines()),
        ],
    ]
    assert run("--format", "github", *more).exit_code == exit_code
