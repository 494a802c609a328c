"""What the benchmark makes of what it measures; nothing here is timed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.cutting import few, latest, many
from benchmarks.drawing import bars, drawing
from benchmarks.edits import edits
from benchmarks.measuring import Job, JobFailedError, Usage, run, side_by_side
from benchmarks.page import END, KEPT, PAGE, PICTURE, START, written
from benchmarks.parts import PARTS, TITLES
from benchmarks.results import Goal, Results, Row, alone, compare, load, ordered, save
from benchmarks.tables import amount, markdown_tables, text_table
from benchmarks.trees import differing, packed, size
from sites import SAMPLE

ROW = compare("build", [2.0, 9.0, 4.0], [10.0, 10.0, 10.0], against="peer", goal=Goal(0.3, "slow"))


def test_a_ratio_is_the_median_of_pairs() -> None:
    row = compare("build", [1.0, 30.0, 4.0], [10.0, 20.0, 10.0], against="peer")
    assert (row.own, row.peer, row.pairs) == (4.0, 10.0, 3)
    assert (row.ratio, row.low, row.high) == (0.4, 0.1, 1.5)


def test_pairs_are_whole() -> None:
    with pytest.raises(ValueError, match="shorter"):
        compare("build", [1.0, 2.0], [1.0], against="peer")


@pytest.mark.parametrize(
    ("own", "goal", "is_met"),
    [(3.0, 0.3, True), (3.01, 0.3, False), (3.0, None, True), (99.0, None, True)],
)
def test_a_goal_is_the_most_of_the_ratio(own: float, goal: float | None, is_met: bool) -> None:
    row = compare("x", [own], [10.0], against="peer", goal=Goal(goal) if goal else None)
    assert row.is_met is is_met


def test_a_goal_of_what_has_no_peer_is_the_most_of_it() -> None:
    assert alone("page", [60.0], unit="kB", goal=Goal(60)).is_met
    assert not alone("page", [60.1], unit="kB", goal=Goal(60)).is_met
    assert alone("files that differ", [0], unit="", goal=Goal(0)).is_met


def test_results_are_kept_as_they_are(tmp_path: Path) -> None:
    results = Results({"cores": "2"}, (ROW, alone("files", [0], unit="", goal=Goal(0))))
    save(tmp_path / "results.json", results)
    assert load(tmp_path / "results.json") == results
    assert load(tmp_path / "none.json") == Results({}, ())


def test_a_part_that_is_measured_anew_takes_the_place_of_the_old() -> None:
    old = Results({"cores": "2"}, (_row("build", 1), _row("check", 1), _row("check", 2)))
    new = Results({"cores": "4"}, (_row("check", 3),))
    joined = old.joined(new)
    assert joined == Results({"cores": "4"}, (_row("build", 1), _row("check", 3)))
    assert ordered(joined.rows, ["check", "build"]) == (_row("check", 3), _row("build", 1))


def test_tables_say_what_is_missed_and_why() -> None:
    text = text_table(Results({}, (ROW,)))
    assert "4.00 s" in text
    assert "peer, 10.0 s  0.40   ≤ 0.30  no   3" in text
    assert "build against peer: slow" in text


def test_tables_of_a_page_have_a_part_each() -> None:
    rows = (_row("build", 1), _row("check", 2))
    text = markdown_tables(Results({"cores": "2"}, rows), TITLES)
    assert text.count("| What |") == 2
    assert f"### {TITLES['build']}\n\n| What |" in text
    assert text.endswith("Measured with cores: 2.")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345.6, "12,346 s"),
        (99.95, "100.0 s"),
        (12.34, "12.3 s"),
        (1.234, "1.23 s"),
        (0.1, "0.10 s"),
        (0.01234, "0.012 s"),
        (0.0, "0 s"),
    ],
)
def test_amounts_have_the_digits_that_say_something(value: float, text: str) -> None:
    assert amount(value, "s") == text


def test_every_part_has_a_title() -> None:
    assert PARTS.keys() == TITLES.keys()
    assert all(TITLES.values())


def test_numbers_are_written_between_the_marks() -> None:
    page = f"# Speed\n\n{START}old{END}\n\nMore.\n"
    results = Results({"cores": "2"}, (_row("build", 1),))
    new = written(page, results)
    assert new == f"# Speed\n\n{START}{markdown_tables(results, TITLES)}{END}\n\nMore.\n"
    assert written(new, results) == new


def test_the_page_has_the_numbers_that_were_kept() -> None:
    results = load(KEPT)
    assert results.rows
    page = PAGE.read_text(encoding="utf-8")
    assert written(page, results) == page
    assert START in page
    assert drawing(results) == PICTURE.read_text(encoding="utf-8")


def test_bars_are_those_of_full_builds() -> None:
    rows = (
        compare("full build, CPU", [2.0], [9.0], against="A"),
        compare("full build, user CPU", [1.9], [4.0], against="B & C"),
        compare("full build with every rule on, CPU", [3.0], [9.0], against="A"),
        compare("full build with every rule on, peak memory", [80], [90], against="A", unit="MB"),
    )
    results = Results({}, tuple(_in("build", row) for row in rows))
    assert bars(results) == [
        ("Policybook", 2.0),
        ("Policybook, every rule on", 3.0),
        ("B & C", 4.0),
        ("A", 9.0),
    ]
    assert "B &amp; C" in drawing(results)


def test_commands_take_turns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = tmp_path / "said"
    jobs = [
        Job(name, (sys.executable, "-c", f"open({str(said)!r}, 'a').write({name!r})"), tmp_path)
        for name in "abc"
    ]
    taken = side_by_side(jobs, 3)
    assert said.read_text() == "abccbaabc"
    assert [len(usages) for usages in taken.values()] == [3, 3, 3]
    assert "3/3 c" in capsys.readouterr().err


def test_what_a_command_must_not_find_is_gone(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    command = (sys.executable, "-c", "import os; assert not os.path.exists('cache')")
    run(Job("cold", command, tmp_path, (tmp_path / "cache",)))


def test_children_count(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < .3: pass\nbytearray(150_000_000)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}], check=True)"
    usage = run(Job("parent", (sys.executable, "-c", parent), tmp_path))
    assert usage.cpu > 0.3
    assert usage.peak > 140
    assert usage == Usage(usage.user, usage.system, usage.peak)


def test_a_command_that_fails_says_so(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "print('out of paper'); raise SystemExit(3)")
    with pytest.raises(JobFailedError, match=r"print ended with 3:\nout of paper"):
        run(Job("print", command, tmp_path))


POLICIES = {
    name: {
        "arn": f"arn:aws:iam::aws:policy/{name}",
        "latestVersionId": "v3",
        "versionsCount": 2,
        "versions": {"v1": {"document": 1}, "v3": {"document": 3}},
    }
    for name in ("A", "B", "C", "D", "E")
}


def test_cutting() -> None:
    assert latest(POLICIES)["A"]["versions"] == {"v3": {"document": 3}}
    assert [*few(POLICIES, 2)] == ["A", "C"]
    assert [*few(POLICIES, 99)] == [*POLICIES]
    assert len(many(POLICIES, 10)) == 50
    assert many(POLICIES, 2)["ACopy2"]["arn"] == "arn:aws:iam::aws:policy/ACopy2"
    assert many(POLICIES, 1) == POLICIES


def test_folders_are_the_same_or_not(tmp_path: Path) -> None:
    for name in ("left", "right"):
        (tmp_path / name / "in").mkdir(parents=True)
        (tmp_path / name / "in" / "same").write_bytes(b"1" * 1000)
    left, right = tmp_path / "left", tmp_path / "right"
    assert differing(left, right) == []
    (left / "in" / "other").write_text("1")
    (right / "in" / "other").write_text("2")
    (right / "new").touch()
    assert differing(left, right) == ["in/other", "new"]
    assert size(left) == pytest.approx(0.001001)
    assert packed([left / "in" / "same"]) < 0.1


def test_edits_leave_their_word_in_the_data() -> None:
    made = edits(SAMPLE)
    assert [edit.file.suffix for edit in made] == [".yaml", ".json", ".yaml"]
    for edit in made:
        assert "Elsewhere" in edit.put("Elsewhere")
        assert "Elsewhere" not in edit.text


def _row(part: str, value: float) -> Row:
    return _in(part, alone("thing", [value], unit="s"))


def _in(part: str, row: Row) -> Row:
    return replace(row, part=part)
