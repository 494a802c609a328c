"""`policybook rules`: the list, the explanation of one rule, and both as JSON."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from commands import policybook
from policybook.guide import guides
from reports import parsed

run = partial(policybook, "rules")


def test_list() -> None:
    head, *lines = run().stdout.splitlines()
    assert head.split() == ["RULE", "CUSTOMER", "AWS-MANAGED", "WHAT", "IS", "RIGHT"]
    assert [line.split()[0] for line in lines] == [*guides()]


@pytest.mark.parametrize("rule", guides())
def test_explanation(rule: str) -> None:
    guide = guides()[rule]
    result = run(rule)
    assert result.exit_code == 0
    head, *lines = result.stdout.splitlines()
    assert head == f"{rule}: {guide.title}"
    assert f"Page: https://policybook.example/reference/rules/{rule}/" in lines
    examples = [line.partition(",")[0] for line in lines if line.startswith(("Wrong", "Right"))]
    assert (set(examples) == {"Wrong", "Right"}) == bool(guide.bad)


def test_json() -> None:
    value = parsed(run("--format", "json").stdout, "rules")
    assert [rule["id"] for rule in value["rules"]] == [*guides()]
    (one,) = parsed(run("sid-not-unique", "--format", "json").stdout, "rules")["rules"]
    assert one["severities"] == {"customer": "error", "aws-managed": "error"}


def test_pages_are_where_the_project_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.policybook]\ndocs_url = 'https://acme.example'")
    monkeypatch.chdir(tmp_path)
    assert (
        "Page: https://acme.example/reference/rules/sid-not-unique/" in run("sid-not-unique").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sid-not-uniqe"], "did you mean `sid-not-unique`?"),
        (["sid-not-unique", "sid-not-unique"], "unexpected"),
    ],
)
def test_wrong_use(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
