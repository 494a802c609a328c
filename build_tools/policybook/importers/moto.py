"""The policies that moto brings along: iam/aws_managed_policies.py, or the JSON in it.

`{NAME: {Path, CreateDate, UpdateDate, DefaultVersionId, Document}}`, the version in force of each.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator
from typing import Any

from policybook.importers.collection import FoundPolicy, FoundVersion
from policybook.importers.facts import Facts
from policybook.model import PolicyType
from policybook.source.source import Source

_ASSIGNMENT = re.compile(r'(?:\s*#[^\n]*\n)*\s*aws_managed_policies_data\s*=\s*r?"""')


def inside(text: str) -> str | None:
    """The JSON that moto's module has in it, as long as its lines; None of any other text."""
    match = _ASSIGNMENT.match(text)
    end = text.rfind('"""')
    if match is None or end < match.end():
        return None
    inner = text[match.end() : end]
    if "\\" in inner:
        try:
            inner = literal_eval(f'"""{inner}"""')
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return None
    # Problems have the lines of the file.
    return "\n" * text.count("\n", 0, match.end()) + inner


def fits(data: Any) -> bool:
    """Whether a value looks like the data of moto."""
    return isinstance(data, dict) and any(
        isinstance(policy, dict) and {"Document", "DefaultVersionId"} <= policy.keys()
        for policy in data.values()
    )


def policies(source: Source, facts: Facts) -> Iterator[FoundPolicy | None]:
    """The policies of the file."""
    for name, value in source.data.items():
        at = source.top / name
        policy = facts.mapping(at, value)
        owner = facts.owner(at / "Arn", facts.text(at, policy, "Arn"), name)
        label = facts.text(at, policy, "DefaultVersionId")
        number = facts.number(at / "DefaultVersionId", label)
        if number is None and "Document" in policy and label is None:
            facts.fault(at, "key-missing", "`DefaultVersionId` is missing: it names the version")
        day = facts.day(at, policy, "CreateDate" if number == 1 else "UpdateDate")
        document = facts.document(at, policy, "Document")
        yield FoundPolicy(
            at,
            name,
            (FoundVersion(at / "Document", number, day, document),),
            type=owner.type if owner else PolicyType.AWS,
            account=owner.account if owner else None,
            path=owner.path if owner else facts.text(at, policy, "Path"),
            default=number,
        )
