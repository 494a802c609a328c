"""Which rules are due for an element: those that may find something in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any

from policybook.choice import Choice, Profile
from policybook.problem import Severity
from policybook.rule import Rule

Rules = dict[Rule[Any], Severity]
"""Rules, and how much what they find matters."""


def due(
    rules: Iterable[Rule[Any]], choice: Choice
) -> Mapping[tuple[Profile, bool], Mapping[type, Due]]:
    """The rules for elements of each type, by how strictly they are judged and if they are settled."""
    found: defaultdict[tuple[Profile, bool], defaultdict[type, Rules]]
    found = defaultdict(lambda: defaultdict(dict))
    for rule, profile in product(rules, Profile):
        severity = choice.severity(rule.id, rule.severities, profile)
        if severity:
            for is_settled in {False, rule.every_version}:
                found[profile, is_settled][rule.on][rule] = severity
    return {
        judged: {kind: Due(of_type) for kind, of_type in of_types.items()}
        for judged, of_types in found.items()
    }


class Due:
    """The rules for elements of a type, all judged alike."""

    def __init__(self, rules: Rules) -> None:
        self._always: Rules = {}
        given: defaultdict[Callable[[Any], Iterable[str]], Rules] = defaultdict(dict)
        for rule, severity in rules.items():
            (given[rule.given.texts] if rule.given else self._always)[rule] = severity
        self._given = [(texts, _Given(found)) for texts, found in given.items()]

    def of(self, element: object) -> Rules:
        """The rules that may find something in an element."""
        due = self._always
        for texts, given in self._given:
            for found in filter(None, map(given.__getitem__, texts(element))):
                due = due | found
        return due


class _Given(dict[str, Rules]):
    """The rules that look for a text: they are asked once for each."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, text: str) -> Rules:
        due = {
            rule: severity
            for rule, severity in self._rules.items()
            if rule.given and rule.given.test(text)
        }
        self[text] = due or _NONE
        return due


_NONE: Rules = {}
"""Kept once for the many texts that no rule looks for."""
