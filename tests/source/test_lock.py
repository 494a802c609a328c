"""anchors.lock: what its lines may say, and that it is always written in the same way."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.source import lock
from policybook.source.lock import Entry

PART = st.text("aZ0_+=,.@-", min_size=1, max_size=6).filter(lambda part: part[0] != ".")
ADDRESSES = st.builds(
    lambda folders, anchor: f"/{''.join(f'{name}/' for name in folders)}{anchor}",
    st.lists(PART, max_size=3),
    st.just("") | st.text("aZ0_+=,.@:-", min_size=1, max_size=8).map(lambda name: f"#{name}"),
)
REASONS = st.none() | st.text("a# :\N{OWL}", min_size=1).map(str.strip).filter(bool)
ENTRIES = st.lists(st.builds(Entry, st.just(0), ADDRESSES, REASONS), max_size=8)


def read(text: str) -> list[tuple[str, str | None]]:
    entries, flaws = lock.parse(text)
    assert flaws == []
    return [(entry.address, entry.gone) for entry in entries]


@given(ENTRIES)
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    text = lock.written(entries)
    found = read(text)
    assert [address for address, _ in found] == sorted({entry.address for entry in entries})
    assert {address for address, gone in found if gone} == {e.address for e in entries if e.gone}
    assert lock.written(Entry(0, *entry) for entry in found) == text


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    entries, flaws = lock.parse(text)
    assert all(0 <= flaw.offset <= len(text) for flaw in flaws)
    assert len(entries) == len(lock.spans(text))


def test_lines() -> None:
    text = "# A comment\r\n\n/\n/a/  \n/a/#b:c gone: it never: was\n#\n"
    assert lock.parse(text) == (
        [Entry(3, "/"), Entry(4, "/a/"), Entry(5, "/a/#b:c", "it never: was")],
        [],
    )


@pytest.mark.parametrize(
    "line",
    [
        "a/",
        "//",
        "/a",
        "/a/ b",
        "/a/#",
        "/a/#b#c",
        "/a/ gone",
        "/a/ gone: ",
        "/a/gone: x",
        "https://example.com/",
        "<<<<<<< main",
        "=======",
        "/\N{OWL}/",
        "/a/ gone: \x1b",
        " /a/",
        "/../a/",
        "/a/./",
    ],
)
def test_what_is_no_address(line: str, tmp_path: Path) -> None:
    path = tmp_path / "anchors.lock"
    path.write_text(f"/\n{line}\n/b/\n", encoding="utf-8")
    source, problems = lock.read(path, PurePosixPath("anchors.lock"))
    assert [(p.rule, p.line, p.column) for p in problems] == [("lock-invalid", 2, 1)]
    assert source
    assert [entry.address for entry in source.data] == ["/", "/b/"]
    assert source.position(source.top / 1) == (3, 1)


@given(
    st.lists(
        st.sampled_from(["/", "/a/", "/a/#b", "# c", "", "<<<<<<< HEAD", "=======", ">>>>>>> x"])
    )
)
def test_both_sides_of_a_merge_stay(lines: list[str]) -> None:
    merged = lock.merged("\n".join(lines))
    entries, flaws = lock.parse(merged)
    assert flaws == []
    assert [entry.address for entry in entries] == [line for line in lines if line[:1] == "/"]


def test_marks_of_a_merge_are_told_of_as_such() -> None:
    _, flaws = lock.parse("/\n<<<<<<< main\n/a/\n=======\n/b/\n>>>>>>> other\n/c\n")
    told = ["git could not merge this", "this is no address of the site"]
    assert [flaw.message.partition(":")[0].partition(",")[0] for flaw in flaws] == told
