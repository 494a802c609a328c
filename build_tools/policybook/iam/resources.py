"""Patterns of resources, and texts of conditions: which covers which.

Resources are taken with regard to case, and their wildcards reach beyond the parts of an ARN (IAM
User Guide: IAM JSON policy elements, Resource). Language version 2012-10-17 has variables such as
`${aws:username}`, and `${*}`, `${?}` and `${$}` for the characters themselves (IAM User Guide: IAM
policy elements, variables and tags).
"""

from __future__ import annotations

from policybook.iam import glob
from policybook.iam.glob import CLOSE, OPEN
from policybook.iam.variables import variables

_LITERAL = {"${*}": "\ue004", "${?}": "\ue005", "${$}": "\ue006"}


def covers(pattern: str, other: str) -> bool:
    """Whether `pattern` matches every resource that `other`, a pattern too, matches."""
    return glob.covers(marked(pattern), marked(other))


def overlaps(one: str, other: str) -> bool:
    """Whether some resource may match both patterns."""
    return glob.overlaps(marked(one), marked(other))


def marked(text: str, *, has_variables: bool = True) -> str:
    """A text of a document as `glob` takes it, its variables marked."""
    for name in dict.fromkeys(variables(text)) if has_variables else ():
        text = text.replace(name, _LITERAL.get(name) or f"{OPEN}{name}{CLOSE}")
    return text
