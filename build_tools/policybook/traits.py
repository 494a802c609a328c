"""What an element has in it that a rule looks for: without it, the rule need not run.

The same actions, resources and operators stand in many statements. Each of them is asked about once,
however often it stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from policybook.iam.conditions import Comparison, Operator, operator
from policybook.model import Statement

T = TypeVar("T")

Test = Callable[[str], object]
"""Whether a text is one that a rule looks for."""


@dataclass(frozen=True, slots=True)
class Trait(Generic[T]):
    """That one of the texts which an element has passes a test.

    Traits of the same kind have the very same `texts`.
    """

    texts: Callable[[T], Iterable[str]]
    test: Test


def an_action(test: Test) -> Trait[Statement]:
    """That one of the actions of a statement passes a test, a NotAction too."""
    return Trait(_actions, test)


def a_resource(test: Test) -> Trait[Statement]:
    """That one of the resources of a statement passes a test, a NotResource too."""
    return Trait(_resources, test)


def an_operator(test: Callable[[Operator], object]) -> Trait[Statement]:
    """That one of the condition operators of a statement passes a test."""
    return Trait(_operators, _known(test))


def a_key(test: Test) -> Trait[Statement]:
    """That one of the condition keys of a statement passes a test."""
    return Trait(_keys, test)


def its_operator(test: Callable[[Operator], object]) -> Trait[Comparison]:
    """That the operator of a comparison passes a test."""
    return Trait(_operator, _known(test))


def _known(test: Callable[[Operator], object]) -> Test:
    """The test of an operator as it is written; one that IAM does not know passes none."""
    return lambda written: (by := operator(written)) and test(by)


def _actions(statement: Statement) -> Iterable[str]:
    return statement.actions + statement.not_actions


def _resources(statement: Statement) -> Iterable[str]:
    return statement.resources + statement.not_resources


def _operators(statement: Statement) -> Iterable[str]:
    return statement.condition


def _keys(statement: Statement) -> Iterable[str]:
    return chain.from_iterable(statement.condition.values())


def _operator(comparison: Comparison) -> Iterable[str]:
    return (comparison.operator,)
