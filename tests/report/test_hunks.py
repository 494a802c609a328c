"""Differences of texts: they lead from one to the other, and cost no more for odd texts."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.report.hunks import hunks, unified
from policybook.report.hunks_github import as_annotations

TEXTS = st.lists(st.sampled_from("abcd+- @\\\r\t"), max_size=30).map("\n".join)


def applied(before: str, after: str, around: int) -> tuple[str, str]:
    """What the hunks between two texts say that these are, where they are not the same."""
    texts: tuple[list[str], list[str]] = ([], [])
    lines = before.split("\n")
    at = 0
    for hunk in hunks(before, after, around):
        for text in texts:
            text += lines[at : hunk.old.start]
        assert len(texts[1]) == hunk.new.start
        for line in hunk.lines:
            if line.startswith("\\"):
                continue
            for text, signs in zip(texts, (" -", " +"), strict=True):
                if line[0] in signs:
                    text.append(line[1:])
        at = hunk.old.stop
        assert (len(texts[0]), len(texts[1])) == (hunk.old.stop, hunk.new.stop)
    for text in texts:
        text += lines[at:]
    return "\n".join(texts[0]), "\n".join(texts[1])


@given(TEXTS, TEXTS, st.integers(0, 4))
def test_hunks_lead_from_one_text_to_the_other(before: str, after: str, around: int) -> None:
    before, after = f"{before}\n", f"{after}\n"
    assert applied(before, after, around) == (before, after)
    assert bool([*hunks(before, after, around)]) == (before != after)


@settings(max_examples=30, deadline=None)
@given(TEXTS, TEXTS)
def test_a_difference_is_one_that_git_can_apply(before: str, after: str) -> None:
    with TemporaryDirectory() as name:
        file = Path(name, "file")
        file.write_bytes(before.encode())
        text = "".join(f"{line}\n" for line in unified("file", before, after))
        command = ["git", "-C", name, "apply", "-p0", "--whitespace=nowarn"]
        if text:
            subprocess.run(command, input=text.encode(), check=True, capture_output=True)
        assert (file.read_bytes() if file.exists() else b"") == after.encode()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\nb\nc\n", "a\nx\nc\n", ["@@ -2 +2 @@", "-b", "+x"]),
        ("a\nb\n", "b\n", ["@@ -1 +0,0 @@", "-a"]),
        ("a\n", "a\nb\nc\n", ["@@ -1,0 +2,2 @@", "+b", "+c"]),
        ("a", "a\n", ["@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a"]),
        ("x\na\na\na\nz\n", "x\na\na\nz\n", ["@@ -4 +3,0 @@", "-a"]),
        # A block that moved: the longer one stays where it is.
        ("m\n1\n2\n3\n", "1\n2\n3\nm\n", ["@@ -1 +0,0 @@", "-m", "@@ -4,0 +4 @@", "+m"]),
        ("a\n", "a\n", []),
    ],
)
def test_hunks_without_lines_around(before: str, after: str, expected: list[str]) -> None:
    found = [line for hunk in hunks(before, after) for line in (hunk.head, *hunk.lines)]
    assert found == expected


def test_hunks_that_are_near_each_other_are_one() -> None:
    before = "".join(f"{n}\n" for n in range(20))
    after = before.replace("5\n", "five\n", 1).replace("\n12\n", "\ntwelve\n")
    assert [hunk.head for hunk in hunks(before, after, 3)] == ["@@ -3,14 +3,14 @@"]
    assert [hunk.head for hunk in hunks(before, after, 2)] == [
        "@@ -4,5 +4,5 @@",
        "@@ -11,5 +11,5 @@",
    ]


def test_many_lines_that_are_the_same() -> None:
    """Over such texts difflib would sit for hours."""
    before = "".join(f"{n * n % 151}\n{n % 149}\n" for n in range(20_000))
    after = "".join(f" {n * n % 151}\n{n % 149}\n" for n in range(20_000))
    assert applied(before, after, 3) == (before, after)


def test_annotations_stand_at_the_lines_as_they_are() -> None:
    found = as_annotations("notice", "Title", "a,b.yaml", "a\nb\nc\nd\n", "a\nx%\nd\ne\n")
    assert [*found] == [
        "::notice file=a%2Cb.yaml,line=2,endLine=3,title=Title::-b%0A-c%0A+x%25",
        "::notice file=a%2Cb.yaml,line=4,endLine=4,title=Title::+e",
    ]


def test_annotation_above_the_first_line() -> None:
    (found,) = as_annotations("notice", "Title", "f", "a\n", "b\na\n")
    assert found == "::notice file=f,line=1,endLine=1,title=Title::+b"


def test_annotations_are_cut_and_have_no_codes() -> None:
    before = "".join(f"{n}\n" for n in range(100)) + "x" * 1000
    (found,) = as_annotations("notice", "Title", "f", before, "\x1b[31m\tb\u2028\r")
    shown = found.split("%0A")
    assert len(shown) == 41
    assert shown[-1] == "… and 64 more lines"
    (found,) = as_annotations("notice", "Title", "f", "x" * 1000, "\x1b[31m\tb\u2028\r\n::error::a")
    assert found.split("::", 2)[2].split("%0A") == [
        f"-{'x' * 299}…",
        "\\ No newline at end of file",
        "+\ufffd[31m\tb\ufffd\ufffd",
        "+::error::a",
        "\\ No newline at end of file",
    ]
