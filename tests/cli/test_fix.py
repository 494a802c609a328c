"""What `policybook fix` mends, and that nothing gets worse."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import git, policybook
from policybook.check import Report, check
from policybook.fixing import fix, mend
from policybook.iam.compare import compare

SERVICE = "name: Acme\nshort_name: Acme\nprefixes: [s3]\n"
WORDS = """\
type: {type}
# People read this first.
description: Lets people open what is stored.
groupings:
  - service: s3  # all of it
    text: Allows opening what is stored.
"""
REPEATED: list[Any] = [
    {
        "Sid": "Read",
        "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:getobject", "s3:GetObject"],
        "Resource": ["arn:aws:s3:::acme/*", "arn:aws:s3:::acme/*"],
    }
]


def write(root: Path, statements: Any = REPEATED, kind: str = "customer-managed") -> Path:
    """A book of one policy; its document."""
    folder = root / "acme" / "AcmeReader"
    folder.mkdir(parents=True)
    (root / "acme" / "service.yaml").write_text(SERVICE)
    (folder / "policy.yaml").write_text(WORDS.format(type=kind))
    document = folder / "v1.json"
    document.write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2))
    return document


run = partial(policybook, "fix")


def rules(report: Report) -> Counter[tuple[str, str]]:
    return Counter((str(problem.file), problem.rule) for problem in report.problems)


def test_repeated_values_go(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    result = run(tmp_path / "policies")
    assert result.exit_code == 0, result.output
    (statement,) = json.loads(document.read_text())["Statement"]
    assert statement["Action"] == ["s3:GetObject"]
    assert statement["Resource"] == ["arn:aws:s3:::acme/*"]
    told = result.stdout.splitlines()
    assert len(told) == 4
    assert all(": mended " in line for line in told)
    assert result.stderr.endswith(": 4 mended, no problems left\n")
    assert check(tmp_path / "policies").problems == ()
    again = run(tmp_path / "policies")
    assert (again.stdout, "0 mended" in again.stderr) == ("", True)


def test_places_are_those_before_any_fix(tmp_path: Path) -> None:
    """A second round of fixes goes over a text that nobody ever saw."""
    document = write(tmp_path / "policies")
    document.write_text(json.dumps(json.loads(document.read_text())))
    for line in run(document, "--diff").stderr.splitlines()[:-1]:
        assert line.startswith(f"{document}:1:"), line


def test_difference_is_shown_and_nothing_written(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    before = document.read_text()
    result = run(tmp_path / "policies", "--diff")
    assert "\n-" in result.stdout
    assert '"s3:getobject"' in result.stdout
    assert ": would mend " in result.stderr
    assert "mend" not in result.stdout
    assert document.read_text() == before


def test_one_rule_alone(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    run(tmp_path / "policies", "--rule", "resource-repeated")
    (statement,) = json.loads(document.read_text())["Statement"]
    assert len(statement["Action"]) == 3
    assert len(statement["Resource"]) == 1


def test_paths_choose(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    before = document.read_text()
    run(document.with_name("policy.yaml"))
    assert document.read_text() == before
    run(document)
    assert document.read_text() != before


@pytest.mark.parametrize("old", ["", '"Version": "2008-10-17", '])
def test_a_language_version_goes_first(old: str, tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    document.write_text(f'{{{old}"Statement": {json.dumps(REPEATED)}}}')
    run(tmp_path / "policies")
    value = json.loads(document.read_text())
    assert [*value] == ["Version", "Statement"]
    assert value["Version"] == "2012-10-17"
    assert value["Statement"][0]["Action"] == ["s3:GetObject"]
    assert check(tmp_path / "policies").problems == ()


def test_documents_of_aws_are_left_as_they_are(tmp_path: Path) -> None:
    document = write(tmp_path / "policies", kind="aws-managed")
    before = document.read_text()
    report = check(tmp_path / "policies")
    assert report.problems
    assert not any(problem.edits for problem in report.problems)
    run(tmp_path / "policies")
    assert document.read_text() == before


def test_what_git_has_is_published(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    before = document.read_text()
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"]):
        git(tmp_path, *arguments)
    assert "is left, since the version is published" in run(tmp_path / "policies").stderr
    assert document.read_text() == before
    draft = document.with_name("v2.json")
    draft.write_text(before)
    run(tmp_path / "policies")
    assert document.read_text() == before
    assert draft.read_text() != before


def test_errors_that_are_left_are_told(tmp_path: Path) -> None:
    document = write(tmp_path / "policies", [*REPEATED, *REPEATED])
    document.with_name("v2.json").write_text("{")
    result = run(tmp_path / "policies")
    assert result.exit_code == 1
    assert "error" in result.stderr


def test_a_fix_that_would_bring_another_problem_is_left(tmp_path: Path) -> None:
    """A grouping names what would go: the document keeps it."""
    statements = [
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:GetObject*"],
            "Resource": "arn:aws:s3:::acme/*",
        }
    ]
    document = write(tmp_path / "policies", statements)
    words = document.with_name("policy.yaml")
    words.write_text(
        "type: customer-managed\ndescription: Lets people open what is stored.\n"
        "groupings:\n  - {action: 's3:GetObject', text: Allows one.}\n"
        "  - {action: 's3:GetObject*', text: Allows more.}\n"
    )
    before = rules(check(tmp_path / "policies"))
    run(tmp_path / "policies")
    assert not rules(check(tmp_path / "policies")) - before


def test_what_was_refused_is_tried_again(tmp_path: Path) -> None:
    """A fix that would have brought a problem does not when another is mended first."""
    statements = [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": ["S3:getobject", "s3:Get*", "s3:GetObject", "s3:GetObject"],
            "Resource": "*",
        },
    ]
    document = write(tmp_path / "policies", statements)
    run(document)
    before = document.read_text()
    assert "0 mended" in run(document).stderr
    assert document.read_text() == before


ACTIONS = ["s3:GetObject", "S3:getobject", "s3:Get*", "s3:*", "s3:PutObject", "s3:ListBucket"]
RESOURCES = ["*", "arn:aws:s3:::acme/*", "arn:aws:s3:::acme", "arn:aws:s3:::acme*"]
CONDITIONS = [
    {"StringLike": {"aws:PrincipalTag/team": "red"}},
    {"StringLike": {"aws:PrincipalTag/team": ["*", "red"]}},
    {"StringEquals": {"aws:PrincipalTag/team": ["red", "red"]}},
    {"StringLike": {"s3:prefix": "a"}, "StringEquals": {"s3:prefix": "b"}},
]


def some(values: list[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values) | st.lists(st.sampled_from(values), min_size=1, max_size=4)


STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "Effect": st.sampled_from(["Allow", "Deny"]),
            "Action": some(ACTIONS),
            "Resource": some(RESOURCES),
        },
        optional={"Condition": st.sampled_from(CONDITIONS), "Sid": st.sampled_from(["A", "B"])},
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(STATEMENTS)
def test_fixes_add_no_problem_and_keep_the_meaning(statements: Any) -> None:
    with TemporaryDirectory() as name:
        root = Path(name)
        write(root, statements)
        before = check(root)
        fixes = fix(root)
        for file, text in fixes.texts.items():
            (root / file).write_text(text)
        after = check(root)
        assert after.problems == fixes.report.problems
        assert not rules(after) - rules(before)
        assert bool(fixes.texts) == bool(fixes.mended)
        assert fix(root).texts == {}
        old, new = (report.catalogue.policies["AcmeReader"] for report in (before, after))
        assert old.default is not None
        assert new.default is not None
        real = compare(old.default.document, new.default.document)
        assert (real.added, real.removed, real.widened, real.narrowed) == ((), (), (), ())


@pytest.mark.parametrize("arguments", [["nowhere"], ["--rule", "nothing"], ["--base", "nothing"]])
def test_wrong_use(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "policies")
    monkeypatch.chdir(tmp_path)
    assert run(*arguments).exit_code == 2


def canonical(document: Path) -> bytes:
    """What a document holds from now on, in the layout that the fixer keeps."""
    document.write_text(json.dumps(json.loads(document.read_text()), indent=4) + "\n")
    return document.read_bytes()


def test_suggested_fixes_are_annotations(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    before = canonical(document)
    result = run(tmp_path / "policies", "--diff", "--format", "github")
    assert result.exit_code == 0, result.output
    assert document.read_bytes() == before
    found = [line.split(",", 1) for line in result.stdout.splitlines()]
    assert {where for where, _ in found} == {f"::notice file={document.as_posix()}"}
    indent = " " * 16
    assert [rest.replace(indent, "").split("%0A") for _, rest in found] == [
        [
            'line=8,endLine=9,title=Suggested fix::-"s3:GetObject",',
            '-"s3:getobject",',
        ],
        ['line=13,endLine=13,title=Suggested fix::-"arn:aws:s3:::acme/*",'],
    ]
    assert result.stderr.count(": would mend ") == 4


def test_no_line_beside_annotations_is_a_command(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    mark = "##[stop-commands]x"
    document.write_text(document.read_text().replace("arn:aws:s3:::acme/*", f"arn:aws:s3:::{mark}"))
    assert mark in run(tmp_path / "policies", "--diff").stderr
    assert mark not in run(tmp_path / "policies", "--diff", "--format", "github").stderr


def test_annotations_are_only_for_what_is_shown(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    before = document.read_bytes()
    result = run(tmp_path / "policies", "--format", "github")
    assert (result.exit_code, document.read_bytes()) == (2, before)
    assert "add --diff" in result.stderr


def test_the_difference_shows_how_lines_end(tmp_path: Path) -> None:
    document = write(tmp_path / "policies")
    document.write_bytes(canonical(document).replace(b"\n", b"\r\n"))
    _, *lines = run(tmp_path / "policies", "--diff").stdout_bytes.split(b"\n")
    gone = [line for line in lines if line.startswith(b"-")]
    assert len(gone) == 18
    assert all(line.endswith(b"\r") for line in gone)


def test_it_stops_after_so_many_tries(tmp_path: Path) -> None:
    root = tmp_path / "policies"
    document = write(root)
    report = check(root)
    tried: list[Any] = []

    def again(texts: Any) -> Report:
        tried.append(texts)
        return check(root, texts=texts)

    for tries in range(3):
        tried.clear()
        fixes = mend(report, again, base=None, wanted=lambda _: True, tries=tries)
        assert len(tried) <= tries
        assert bool(fixes.mended) == bool(tries)
        assert fixes.before.keys() == fixes.texts.keys()
    whole = fix(root)
    assert [*whole.before.values()] == [document.read_text()]
    assert len(whole.mended) == 4
