"""What rules look for: each text is asked about once, and only what has it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policybook.check import read
from policybook.choice import Choice
from policybook.iam.conditions import Comparison, Kind, Operator
from policybook.lint import lint
from policybook.model import Statement
from policybook.rule import Context, Finding, rule
from policybook.traits import Trait, a_key, a_resource, an_action, an_operator, its_operator

DOCUMENT = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"},
    {"Effect": "Deny", "NotAction": ["s3:Get*"], "NotResource": "arn:aws:s3:::acme"},
    {
      "Effect": "Allow", "Action": "s3:List*", "Resource": ["*", "arn:aws:s3:::acme"],
      "Condition": {"Bool": {"aws:SecureTransport": "true"}, "Odd": {"aws:username": "a"}}
    }
  ]
}
"""
FILES = {
    "storage/service.yaml": "name: Storage\nshort_name: Storage\nprefixes: [s3]\n",
    "storage/AcmeReader/policy.yaml": "type: customer-managed\n",
    "storage/AcmeReader/v1.json": DOCUMENT,
}


def lines(folder: Path, on: type[Any], given: Trait[Any]) -> list[int]:
    """The lines of the statements in which a rule looks that is for elements with a trait."""

    @rule("looks", on=on, given=given)
    def looks(element: Statement | Comparison, _: Context) -> Iterator[Finding]:
        """It looks."""
        at = element.statement.at if isinstance(element, Comparison) else element.at
        yield Finding(at, "looked at")

    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    context = Context(read(folder).catalogue, date(2026, 1, 1))
    return sorted(problem.line for problem in lint(context, [looks], Choice(), is_whole=True))


@pytest.mark.parametrize(
    ("on", "trait", "wanted", "expected"),
    [
        (Statement, an_action, "s3:Get*", [4, 5]),
        (Statement, an_action, "s3:List*", [4, 6]),
        (Statement, an_action, "s3:Put*", []),
        (Statement, a_resource, "arn:aws:s3:::acme", [5, 6]),
        (Statement, a_key, "aws:SecureTransport", [6]),
    ],
)
def test_a_text_is_asked_about_once(
    on: type[Any],
    trait: Callable[[Callable[[str], object]], Trait[Any]],
    wanted: str,
    expected: list[int],
    tmp_path: Path,
) -> None:
    asked: list[str] = []

    def is_wanted(text: str) -> bool:
        asked.append(text)
        return text == wanted

    assert lines(tmp_path, on, trait(is_wanted)) == expected
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(("on", "trait"), [(Statement, an_operator), (Comparison, its_operator)])
def test_an_operator_that_iam_does_not_know_is_none(
    on: type[Any], trait: Callable[..., Trait[Any]], tmp_path: Path
) -> None:
    asked: list[str] = []

    def is_bool(by: Operator) -> bool:
        asked.append(by.name)
        return by.kind is Kind.BOOL

    assert lines(tmp_path, on, trait(is_bool)) == [6]
    assert asked == ["Bool"]
