"""Each rule finds what its bad example shows, and nothing in its good one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from policybook import rules
from policybook.check import Report
from policybook.choice import Profile
from policybook.guide import guides
from policybook.links.kinds import KINDS
from policybook.lint import EXEMPTIONS
from policybook.rule import Rule
from policybook.schemas import MISMATCHES
from policybook.source.flaw import FLAWS

FOLDER = Path(rules.__file__).parent
EXAMPLES = {path.stem: path for path in FOLDER.glob("*.yaml") if path.stem != "example"}

Checked = Callable[..., Report]
each_rule = pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.id)


def stem(rule: Rule[Any]) -> str:
    return rule.id.replace("-", "_")


def examples(rule: Rule[Any]) -> Mapping[str, Any]:
    value: dict[str, Any] = yaml.safe_load(EXAMPLES[stem(rule)].read_text(encoding="utf-8"))
    return value


def places(report: Report) -> list[str]:
    return [f"{problem.file}:{problem.line}:{problem.column}" for problem in report.problems]


def test_base_has_no_problem(checked: Checked) -> None:
    report = checked({})
    assert report.problems == ()
    assert len(report.catalogue.policies) == 2


@each_rule
def test_bad_example(rule: Rule[Any], checked: Checked) -> None:
    example = examples(rule)
    report = checked(example["bad"], example.get("base"))
    assert places(report) == example["at"]
    assert {(problem.rule, problem.severity) for problem in report.problems} == {
        (rule.id, rule.severities[Profile.CUSTOMER])
    }


@each_rule
def test_a_rule_says_whether_it_has_a_fix(rule: Rule[Any], checked: Checked) -> None:
    example = examples(rule)
    problems = checked(example["bad"], example.get("base")).problems
    assert any(problem.edits for problem in problems) == rule.fixable


@each_rule
def test_good_example(rule: Rule[Any], checked: Checked) -> None:
    example = examples(rule)
    assert set(example) - {"base"} == {"good", "bad", "at"}
    assert checked(example["good"], example.get("base")).problems == ()


@each_rule
def test_messages_read_well(rule: Rule[Any], checked: Checked) -> None:
    example = examples(rule)
    for problem in checked(example["bad"], example.get("base")).problems:
        message = problem.message
        assert message[0].islower() or not message[0].isalpha(), message
        assert not message.endswith("."), message
        assert message.count("`") % 2 == 0, message
        assert "\n" not in message


@each_rule
def test_names_agree(rule: Rule[Any]) -> None:
    assert rule.find.__name__ == stem(rule)
    assert (FOLDER / f"{stem(rule)}.py").is_file()
    assert rule.find.__module__ == f"policybook.rules.{stem(rule)}"


@each_rule
def test_title_is_a_sentence(rule: Rule[Any]) -> None:
    assert re.fullmatch(r"[A-Z`].*[^.]\.", rule.title)
    assert ". " not in rule.title
    assert len(rule.title) <= 100
    title, _, rest = rule.documentation.partition("\n")
    assert title == rule.title
    assert rest == "" or rest.startswith("\n"), "a blank line follows the title"


def test_every_file_is_a_rule_with_examples() -> None:
    named = {stem(rule) for rule in rules.ALL}
    assert {path.stem for path in FOLDER.glob("*.py")} - {"__init__"} == named
    assert EXAMPLES.keys() == named


def test_ids_are_unique_names() -> None:
    ids = [rule.id for rule in rules.ALL]
    assert ids == rules.ids()
    assert len(ids) == len(set(ids))
    assert set(ids) <= guides().keys()
    for rule_id, guide in guides().items():
        assert re.fullmatch(r"[a-z]+[0-9]*(-[a-z]+[0-9]*)+", rule_id)
        assert guide.title.endswith(".")
    assert list(guides()) == sorted(guides())


def test_no_rule_shadows_a_fault_of_the_format() -> None:
    count = sum(map(len, (FLAWS, MISMATCHES, EXEMPTIONS, KINDS, rules.ALL)))
    assert len(guides()) == count
