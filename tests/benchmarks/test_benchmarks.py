"""What the benchmark makes of what it measures; nothing here is timed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import profiles
from benchmarks.cutting import few, latest, many
from benchmarks.drawing import bars, drawing
from benchmarks.edits import edits
from benchmarks.measuring import Job, JobFailedError, Usage, run, side_by_side
from benchmarks.page import END, KEPT, PAGE, PICTURE, START, written
from benchmarks.parts import PARTS, TITLES
from benchmarks.profiles import Profile, add_up, part_of, read, sampled
from benchmarks.results import Goal, Results, Row, alone, compare, load, save
from benchmarks.sampling import Samples
from benchmarks.tables import amount, markdown_tables, text_table
from benchmarks.trees import differing, packed, size
from sites import ROOT, SAMPLE

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
    rows = (ROW, alone("files", [0], unit="", goal=Goal(0)))
    results = Results({"cores": "2"}, rows, (_profile("build", 2),), {"build": 1.5})
    save(tmp_path / "results.json", results)
    assert load(tmp_path / "results.json") == results
    assert load(tmp_path / "none.json") == Results({}, ())


def test_a_part_that_is_measured_anew_takes_the_place_of_the_old() -> None:
    build, check = _profile("build", 1), _profile("check", 1)
    rows = (_row("build", 1), _row("check", 1), _row("check", 2))
    old = Results({"cores": "2"}, rows, (build, check), {"build": 30, "check": 2})
    new = Results({"cores": "4"}, (_row("check", 3),), (_profile("check", 3),), {"check": 1})
    assert old.joined(new).ordered(["check", "build"]) == Results(
        {"cores": "4"},
        (_row("check", 3), _row("build", 1)),
        (_profile("check", 3), build),
        {"build": 30, "check": 1},
    )


def test_tables_say_what_is_missed_and_why() -> None:
    text = text_table(Results({}, (ROW,)))
    assert "4.00 s" in text
    assert "peer, 10.0 s  0.40   ≤ 0.30  no (1)  3" in text
    assert "(1) slow" in text


def test_a_reason_is_given_once() -> None:
    misses = [replace(_row("build", 2), goal=1.0, why=why) for why in ("slow", "big", "slow")]
    text = markdown_tables(Results({}, (_row("build", 1), *misses)), TITLES)
    assert [line.split(" | ")[5] for line in text.splitlines()[4:8]] == [
        "",
        "no (1)",
        "no (2)",
        "no (1)",
    ]
    assert text.count("slow") == 1
    assert "\n\n1. slow\n2. big\n\n" in text


def test_tables_of_a_page_have_a_part_each() -> None:
    rows = (_row("build", 1), _row("check", 2))
    text = markdown_tables(Results({"cores": "2"}, rows), TITLES)
    assert text.count("| What |") == 2
    assert f"### {TITLES['build']}\n\n| What |" in text
    assert text.endswith("Measured with cores: 2.")


def test_a_page_says_where_the_time_goes() -> None:
    one = Profile("build", {"rules": 6.0, "HTML": 3.0, "rest": 0.97, "feeds": 0.03}, {}, {})
    two = Profile("check", {"rules": 1.0, "schemas": 3.0}, {"arn-syntax": 0.5}, {"rules": 80.0})
    profiles = tuple(replace(profile, part="build") for profile in (one, two))
    results = Results({}, (_row("build", 1),), profiles, {"build": 3.2, "check": 2.1})
    text = markdown_tables(results, TITLES)
    assert (
        """\
| Where the time goes | build | check |
| --- | --- | --- |
| schemas | 0 % | 75 % |
| rules | 60 % | 25 % |
| HTML | 30 % | 0 % |
| rest | 10 % | 0 % |
| smaller parts | 0 % | 0 % |
| all | 10.0 s | 4.00 s |

| Where the peak of memory grows | check |
| --- | --- |
| rules | 80.0 MB |
| smaller parts | 0 MB |
| all | 80.0 MB |

The largest of the rules in “check”: `arn-syntax` 12.5 %.
"""
        in text
    )
    assert "Measured in 5 minutes" in text
    assert "schemas              0 %" in text_table(results)


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


PACKAGE = "/home/me/policybook/build_tools/policybook"
PYTHON = "/usr/lib/python3.11"
MKDOCS = f"{PYTHON}/site-packages/mkdocs/commands/build.py"


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ([], "Python, imports"),
        ([f"{PACKAGE}/model.py", "<frozen importlib._bootstrap>", MKDOCS], "Python, imports"),
        ([f"{PYTHON}/json/decoder.py", f"{PACKAGE}/source/files.py", MKDOCS], "reading data"),
        ([f"{PACKAGE}/iam/glob.py", f"{PACKAGE}/rules/sid_not_unique.py", MKDOCS], "rules"),
        ([f"{PACKAGE}/iam/glob.py", f"{PACKAGE}/render/glance.py", MKDOCS], "blocks of pages"),
        ([f"{PACKAGE}/source/stamp.py", f"{PACKAGE}/check.py"], "looking whether files changed"),
        ([f"{PACKAGE}/render/html.py", f"{PACKAGE}/plugin/book.py", MKDOCS], "HTML"),
        ([f"{PYTHON}/site-packages/material/templates/main.html", MKDOCS], "theme"),
        ([f"{PYTHON}/site-packages/jinja2/environment.py", MKDOCS], "MkDocs"),
        ([f"{PYTHON}/runpy.py"], "other work"),
    ],
)
def test_a_stack_belongs_to_the_innermost_part(files: list[str], part: str) -> None:
    assert part_of(files) == part


def test_parts_are_made_of_files_that_there_are() -> None:
    paths = [path for paths in profiles.PARTS.values() for path in paths]
    mine = [path for path in paths if path.startswith("policybook/")]
    assert [path for path in mine if not (ROOT / "build_tools" / path).exists()] == []
    assert len(paths) == len({*paths})


def test_samples_add_up() -> None:
    rule = [f"{PACKAGE}/iam/glob.py", f"{PACKAGE}/rules/sid_not_unique.py"]
    other = [f"{PACKAGE}/rules/__init__.py", f"{PACKAGE}/lint.py"]
    samples = [(rule, 2.0, 30.0), (other, 1.0, 0.0), ([], 1.0, 10.0), (rule, 4.0, 0.0)]
    profile = add_up("check", samples, runs=2)
    assert profile.time == {"rules": 3.5, "Python, imports": 0.5}
    assert profile.rules == {"sid-not-unique": 3.0}
    assert profile.memory == {"rules": 15.0, "Python, imports": 5.0}
    assert "rules 88 %, Python, imports 12 %" in profile.spent
    assert "rules 15 MB" in profile.held


BUSY = """
import sys, time

def work(until):
    while time.process_time() < until:
        sum(range(10_000))

work(time.process_time() + float(sys.argv[1]))
"""


def test_a_profile_is_all_that_a_command_took(tmp_path: Path) -> None:
    (tmp_path / "busy.py").write_text(BUSY, encoding="utf-8")
    job = Job("busy", (sys.executable, "-m", "busy", "0.25"), tmp_path)
    file = tmp_path / "samples"
    usage = run(replace(job, command=sampled(job.command, file)))
    samples = read(file)
    assert sum(seconds for _, seconds, _ in samples) <= usage.cpu
    assert sum(megabytes for _, _, megabytes in samples) == pytest.approx(usage.peak, rel=0.01)
    assert sum(seconds for files, seconds, _ in samples if "busy.py" in "".join(files)) > 0.2
    assert sum(profiles.profile(job, runs=2).time.values()) > 0.25


def _profile(part: str, seconds: float) -> Profile:
    return Profile("build", {"rules": seconds}, {"sid-not-unique": seconds}, {"rules": 1.0}, part)


def _row(part: str, value: float) -> Row:
    return _in(part, alone("thing", [value], unit="s"))


def _in(part: str, row: Row) -> Row:
    return replace(row, part=part)


def test_what_is_noted_while_samples_are_written_is_kept_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = Samples(tmp_path / "samples")
    samples.look(0, None)
    replace_file = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        samples.look(0, sys._getframe())
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    samples.write()
    assert [files for files, *_ in read(tmp_path / "samples")] == [[]]
    monkeypatch.undo()
    samples.write()
    (found,) = read(tmp_path / "samples")
    assert __file__ in found[0]
