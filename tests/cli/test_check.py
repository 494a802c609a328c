"""What `policybook check` prints, in each format, and how it ends."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commands import git, policybook
from policybook.problem import Problem
from policybook.source.yamlwriting import yaml_text
from reports import parsed
from sites import SAMPLE

SERVICE = "name: Acme\nshort_name: Acme\nprefixes: [s3]\n"
WORDS = "type: customer-managed\ndescription: Lets people open what is stored.\n"
GROUPED = f"{WORDS}groupings: [{{service: s3, text: Allows opening what is stored.}}]\n"
ALLOW = '{{"Sid": "{sid}", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "{on}{n}/*"}}'
BUCKET = "arn:aws:s3:::acme-archive"


def document(*sids: str, on: str = BUCKET) -> str:
    statements = ", ".join(ALLOW.format(sid=sid, on=on, n=n) for n, sid in enumerate(sids))
    return f'{{"Version": "2012-10-17", "Statement": [{statements}]}}\n'


def write(root: Path, **documents: str) -> None:
    """A book of one service with a policy for each of the documents."""
    (root / "acme").mkdir(parents=True, exist_ok=True)
    (root / "acme" / "service.yaml").write_text(SERVICE)
    for name, text in documents.items():
        folder = root / "acme" / name
        folder.mkdir(exist_ok=True)
        (folder / "policy.yaml").write_text(GROUPED)
        (folder / "v1.json").write_text(text)


run = partial(policybook, "check")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book with an error in one policy, and nothing wrong in the other; the current folder."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "policies", Bad=document("Read", "Read"), Good=document("Read"))
    return tmp_path / "policies"


def test_problems_go_to_stdout_and_the_rest_to_stderr(book: Path) -> None:
    del book
    result = run()
    assert result.exit_code == 1
    assert re.fullmatch(
        r"policies/acme/Bad/v1\.json:1:\d+: error sid-not-unique .*\n", result.stdout
    )
    assert "1 service, 2 policies, 2 versions, 0 changes: 1 error\n" in result.stderr
    assert "/reference/rules/sid-not-unique/" in result.stderr


def test_clean_data(book: Path) -> None:
    (book / "acme" / "Bad" / "v1.json").write_text(document("One"))
    result = run()
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no problems" in result.stderr


@pytest.mark.parametrize(
    ("path", "exit_code"),
    [
        ("policies", 1),
        ("policies/acme", 1),
        ("policies/acme/Bad", 1),
        ("policies/acme/Bad/v1.json", 1),
        ("policies/acme/Good", 0),
        ("policies/acme/Good/v1.json", 0),
        ("policies/acme/../acme/Good", 0),
    ],
)
def test_only_what_is_in_the_path_is_told(path: str, exit_code: int, book: Path) -> None:
    del book
    result = run(path)
    assert result.exit_code == exit_code
    assert bool(result.stdout) == bool(exit_code)
    # Whatever the path, all of the data is read.
    assert "2 policies" in result.stderr


def test_several_paths(book: Path, tmp_path: Path) -> None:
    write(tmp_path / "other", Worse=document("Read", "Read"))
    result = run(book / "acme" / "Good", "other")
    assert result.stdout.count("\n") == 1
    assert result.stdout.startswith("other/acme/Worse/v1.json")
    assert "2 services, 3 policies" in result.stderr


def test_from_inside_the_data(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book / "acme" / "Bad")
    assert run(".").stdout.startswith("v1.json:1:")
    monkeypatch.chdir(book / "acme")
    assert run(".").stdout.startswith("Bad/v1.json:1:")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "does not exist"),
        (["--rule", "sid-not-uniqe"], "did you mean `sid-not-unique`?"),
        (["--profile", "strict"], "'strict' is not one of"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--base", "HEAD"], "--base"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_use(arguments: list[str], message: str, book: Path) -> None:
    del book
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_no_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 2
    assert "there is no folder `policies` here" in result.stderr


def test_one_rule(book: Path) -> None:
    del book
    assert run("--rule", "sid-not-unique").exit_code == 1
    assert run("--rule", "grouping-overlap").exit_code == 0


def test_warnings_fail_only_where_they_should(book: Path) -> None:
    (book / "acme" / "Bad" / "v1.json").write_text(document("Read"))
    (book / "acme" / "Bad" / "policy.yaml").write_text(WORDS)
    result = run()
    assert result.exit_code == 0
    assert "warning statement-unexplained" in result.stdout
    assert run("--strict").exit_code == 1


def test_profile(book: Path) -> None:
    old = document("Read").replace("2012-10-17", "2008-10-17")
    (book / "acme" / "Bad" / "v1.json").write_text(old)
    customer = run("--profile", "customer").stdout
    assert customer == run().stdout
    assert "language-version" in customer
    assert run("--profile", "aws-managed").stdout != customer


def settings(text: str, path: Path) -> None:
    (path / "pyproject.toml").write_text(text)


def test_settings_of_the_project(book: Path) -> None:
    settings('[tool.policybook.rules]\nsid-not-unique = "hint"\n', book.parent)
    assert "hint sid-not-unique" in run().stdout
    settings('[tool.policybook]\nrules = {sid-not-unique = "off"}\n', book.parent)
    assert (run().exit_code, run().stdout) == (0, "")
    settings('[tool.policybook]\ndocs_url = "https://docs.acme.example/book"\n', book.parent)
    assert "https://docs.acme.example/book/reference/rules/sid-not-unique/" in run().stderr
    # The nearest file with such a table is the one that counts.
    (book / "pyproject.toml").write_text('[tool.policybook.rules]\nsid-not-unique = "off"\n')
    assert "and folders of services" in run().stdout


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[tool.policybook]\nprofil = 'customer'\n", "2:1: error key-unknown"),
        ("[tool.policybook]\nprofile = 'strict'\n", "2:11: error value-invalid"),
        ("[tool.policybook]\nprofile = 1\n", "2:11: error value-type"),
        ("[tool.policybook.rules]\nsid-not-uniqe = 'off'\n", "2:1: error key-unknown"),
        ("[tool.policybook.rules]\n\nsid-not-unique = 'no'\n", "3:18: error value-invalid"),
        ("[tool.policybook.rules]\njson-invalid = 'off'\n", "2:1: error key-unknown"),
        ("[tool.policybook.links]\nallowed = []\n", "2:1: error key-unknown"),
        ("[tool.policybook.links]\nallow = 'https://a.example/*'\n", "2:9: error value-type"),
        ("[tool]\npolicybook = 1\n", "2:14: error value-type"),
        ("[tool\n", "1:6: error toml-invalid"),
        ("x = 1\nx = 2\n", "2:6: error toml-invalid"),
        ("\ufeff[tool.policybook]\n", "1:1: error file-byte-order-mark"),
    ],
)
def test_wrong_settings(text: str, problem: str, book: Path) -> None:
    settings(text, book.parent)
    assert f"pyproject.toml:{problem}" in run().stdout
    assert f"pyproject.toml:{problem}" in run("policies/acme/Good").stdout


def test_another_tool_owns_the_file(book: Path) -> None:
    settings("[tool.other]\nprofil = 1\n", book.parent)
    assert "pyproject" not in run().stdout


@pytest.mark.parametrize("path", ["policies", "policies/acme/Good"])
def test_json(path: str, book: Path) -> None:
    del book
    value = parsed(run(path, "--format", "json").stdout, "check")
    assert value["counts"]["policies"] == 2
    if path == "policies":
        (problem,) = value["problems"]
        assert problem["file"] == "policies/acme/Bad/v1.json"
        assert problem["url"].endswith("/reference/rules/sid-not-unique/")
    else:
        assert value["problems"] == []


def test_github(book: Path) -> None:
    odd = book / "acme" / "odd, 100%: a.txt"
    odd.write_text("")
    lines = run("--format", "github").stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=policies/acme/Bad/v1.json,line=1,col=")
    assert "title=sid-not-unique::" in lines[0]
    assert lines[0].endswith("%0Ahttps://policybook.example/reference/rules/sid-not-unique/")
    assert "file=policies/acme/odd%2C 100%25%3A a.txt,line=1" in lines[1]


@pytest.fixture
def proposal(book: Path) -> Path:
    """A book with problems in three policies, and lines that changed since `main` in one."""
    write(book, **dict.fromkeys(("Also", "Zoo"), document("Read", "Read")))
    (book / "acme" / "Zoo" / "policy.yaml").write_text(f"{WORDS}\n\n\n")
    for line in ("init -q", "add .", "commit -qm First", "branch main", "checkout -q -b topic"):
        git(book.parent, *line.split())
    text = document("Read", "Read", "Write", "Write").replace(", {", ",\n{")
    (book / "acme" / "Zoo" / "v1.json").write_text(text)
    (book / "acme" / "odd, 100%: a.txt").write_text("")
    git(book.parent, "commit", "-qam", "Topic")
    return book


def annotated(*arguments: str) -> list[str]:
    lines = run("--format", "github", *arguments).stdout.splitlines()
    pattern = r"::(\w+) file=policies/acme/([^,]+),line=(\d+),.*"
    return [re.sub(pattern, r"\1 \2:\3", line) for line in lines]


def test_annotations_of_touched_lines_come_first(proposal: Path) -> None:
    del proposal
    touched = [
        "error Zoo/v1.json:1",
        "error Zoo/v1.json:2",
        "error Zoo/v1.json:4",
        "error odd%2C 100%25%3A a.txt:1",
    ]
    rest = ["error Also/v1.json:1", "error Bad/v1.json:1"]
    assert annotated("--base", "main") == [*touched, *rest, "warning Zoo/policy.yaml:1"]
    assert {*annotated("--base", "main")} - {*annotated()} == {touched[0]}
    assert annotated()[:2] == rest
    assert annotated("--base", "main", "policies/acme/Zoo") == [
        *touched[:3],
        "warning Zoo/policy.yaml:1",
    ]


def test_the_gravest_annotations_come_first(proposal: Path) -> None:
    (proposal / "acme" / "Also" / "policy.yaml").write_text(WORDS.replace("\n", "  # new\n", 1))
    found = annotated("--base", "main")
    assert found[4] == "warning Also/policy.yaml:1"
    assert [line.partition(" ")[0] for line in found] == ["error"] * 4 + ["warning"] + [
        "error"
    ] * 2 + ["warning"]


def test_annotations_that_github_does_not_show_are_counted(book: Path) -> None:
    write(book, **{f"Bad{n}": document("Read", "Read") for n in range(9)})
    result = run("--format", "github")
    assert (result.stdout.count("::error "), "GitHub shows" in result.stderr) == (10, False)
    write(book, Worse=document("Read", "Read"))
    result = run("--format", "github")
    assert result.stderr.endswith(
        "GitHub shows 10 annotations of a kind; only in this log: 1 error\n"
    )


SARIF = json.loads((Path(SAMPLE).parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def sarif(*arguments: str) -> Any:
    """What the command prints as SARIF, which fits the official schema."""
    value = json.loads(run(*arguments, "--format", "sarif").stdout)
    Draft202012Validator(SARIF).validate(value)
    return value


def test_sarif(book: Path) -> None:
    (book / "acme" / "Good" / "policy.yaml").write_text(WORDS)
    (book / "acme" / "a b.txt").write_text("")
    (run_of,) = sarif()["runs"]
    rules = run_of["tool"]["driver"]["rules"]
    for result in run_of["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [(result["ruleId"], result["level"]) for result in run_of["results"]] == [
        ("sid-not-unique", "error"),
        ("statement-unexplained", "warning"),
        ("file-unexpected", "error"),
    ]
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run_of["results"]
    ]
    assert uris[-1] == "policies/acme/a%20b.txt"


def test_sarif_of_clean_data(book: Path) -> None:
    del book
    (run_of,) = sarif("policies/acme/Good")["runs"]
    assert (run_of["results"], run_of["tool"]["driver"]["rules"]) == ([], [])


def test_a_published_version_is_not_edited(book: Path) -> None:
    good = book / "acme" / "Good" / "v1.json"
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"]):
        git(book.parent, *arguments)
    assert run("policies/acme/Good", "--base", "HEAD").exit_code == 0
    good.write_text(good.read_text().replace(", ", ",\n  "))
    assert run("policies/acme/Good", "--base", "HEAD").exit_code == 0
    good.write_text(document("Read", on="arn:aws:s3:::other"))
    result = run("policies/acme/Good", "--base", "HEAD")
    assert result.exit_code == 1
    assert result.stdout.startswith("policies/acme/Good/v1.json:1:1: error ")
    assert run("policies/acme/Good").exit_code == 0


def test_a_base_without_the_data(book: Path) -> None:
    git(book.parent, "init", "-q")
    git(book.parent, "commit", "-qm", "Nothing", "--allow-empty")
    assert run(book / "acme" / "Good", "--base", "HEAD").exit_code == 0
    result = run(book / "acme" / "Good", "--base", "nothing-like-it")
    assert result.exit_code == 2
    assert "`nothing-like-it`" in result.stderr


HOSTILE = "a\x7f\x9b31m\u2028\u202e\n::error::b` | [c](https://evil.example) <!-- "


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_hostile_data_breaks_out_of_no_output(form: str, book: Path) -> None:
    statement = {
        "Sid": HOSTILE,
        "Effect": "Allow",
        "Action": [HOSTILE, f"s3:{HOSTILE}"],
        "Resource": [HOSTILE, f"arn:aws:s3:::{HOSTILE}", "x" * 100_000],
        "Condition": {HOSTILE: {HOSTILE: HOSTILE}, "StringEquals": {HOSTILE: [HOSTILE] * 2}},
    }
    (book / "acme" / "Good" / "v1.json").write_text(json.dumps({"Statement": [statement] * 2}))
    (book / "acme" / "Good" / "policy.yaml").write_text(
        yaml_text(
            {
                "type": "customer-managed",
                "description": f"{HOSTILE}\n\n`{HOSTILE}` [x][{HOSTILE}] `s3:{HOSTILE}`",
                "groupings": [{"sid": HOSTILE, "text": HOSTILE}, {"topic": HOSTILE}],
            }
        )
    )
    (book / "acme" / "changes").mkdir()
    (book / "acme" / "changes" / "2024-01-01-a.yaml").write_text(
        yaml_text({HOSTILE: HOSTILE, "date": HOSTILE, "exempt": {HOSTILE: HOSTILE}})
    )
    result = run("--format", form)
    assert result.output.replace("\n", "").isprintable()
    for line in result.stdout.splitlines():
        assert not line.startswith("::error::")
    if form == "sarif":
        messages = [found["message"]["text"] for found in sarif()["runs"][0]["results"]]
        assert any("[c] (" in message for message in messages)
        assert not any("](" in message for message in messages)


def test_a_message_is_one_line_whoever_wrote_it() -> None:
    assert Problem(PurePosixPath("a"), 1, 1, "a", "a\n\x9bb").message == "a\ufffd\ufffdb"


def test_hostile_names_stay_on_one_line(book: Path) -> None:
    (book / "acme" / "a\nb\x1b[31m.txt").write_text("")
    for form in ("text", "github"):
        output = run("policies/acme", "--format", form).stdout
        assert len(output.splitlines()) == 2
        assert "\x1b" not in output


def test_what_the_base_got_meanwhile_is_not_gone(book: Path) -> None:
    """As GitHub compares a pull request: with where its branch left the other."""
    for line in ("init -q", "add .", "commit -qm First", "branch main", "checkout -q -b topic"):
        git(book.parent, *line.split())
    (book / "acme" / "Bad" / "v1.json").write_text(document("Read"))
    git(book.parent, "commit", "-qam", "Topic")
    git(book.parent, "checkout", "-q", "main")
    write(book, Newer=document("Read"))
    git(book.parent, "add", ".")
    git(book.parent, "commit", "-qm", "Main")
    git(book.parent, "checkout", "-q", "topic")
    assert "policy-gone" not in run("--base", "main").stdout
    assert "version-edited" in run("--base", "main").stdout
    git(book.parent, "merge", "-q", "--no-edit", "main")
    assert "policy-gone" not in run("--base", "main").stdout
    git(book.parent, "rm", "-qr", "policies/acme/Newer")
    assert "policy-gone" in run("--base", "main").stdout
    assert "policy-gone" in run("--base", "HEAD").stdout
