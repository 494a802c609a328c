"""Policy variables in the texts of a document (IAM User Guide: IAM policy elements, variables).

A variable is `${aws:username}`, or `${aws:PrincipalTag/team, 'none'}` with a default value. The
variables `${*}`, `${?}` and `${$}` stand for the characters themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policybook.iam.conditions import comparisons
from policybook.model import Statement
from policybook.problem import Place

LANGUAGE_WITH_VARIABLES = "2012-10-17"

_VARIABLE = re.compile(r"\$\{[^{}]*\}")
_UNCLOSED = re.compile(r"\$\{[^{}]*+(?!\})")
# The key of a tag, after a slash, may have spaces.
_SOUND = re.compile(r"\$\{(?:[*?$]|[^\s{},'/]+(?:/[^{},']*[^\s{},'])?(?:, ?'[^{}']*')?)\}")
_WELL_KEPT = "\x00"


def may_have_variables(text: str) -> bool:
    """Whether there may be variables in a text: most have none, and that is told fast."""
    return "${" in text


def variables(text: str) -> list[str]:
    """The variables in a text, each with its braces."""
    return _VARIABLE.findall(text) if "${" in text else []


def malformed(text: str) -> str | None:
    """The first thing in a text that looks like a variable and is none."""
    if "${" not in text:
        return None
    unclosed = _UNCLOSED.search(text)
    wrong = (name for name in variables(text) if not _SOUND.fullmatch(name))
    return next(wrong, None) or (unclosed.group().rstrip("$") if unclosed else None)


def texts(statement: Statement) -> Iterator[tuple[Place, str]]:
    """The texts of a statement in which variables stand, each with its place."""
    yield from statement.each("Resource", "NotResource", where=may_have_variables)
    for comparison in comparisons(statement):
        if any(map(may_have_variables, comparison.values)):
            yield from comparison.each()


def split(text: str, mark: str, most: int) -> list[str]:
    """The parts of a text between a mark, where the mark does not stand in a variable."""
    if "${" not in text:
        return text.split(mark, most)
    kept = _VARIABLE.sub(lambda found: found.group().replace(mark, _WELL_KEPT), text)
    return [part.replace(_WELL_KEPT, mark) for part in kept.split(mark, most)]
