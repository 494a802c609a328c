import re
from collections.abc import Iterator
from functools import lru_cache

from policybook.iam.actions import changes, expand
from policybook.iam.pattern import uncovered
from policybook.iam.reach import is_everything
from policybook.model import Document, Effect, Policy
from policybook.problem import Place, Severity
from policybook.rule import Context, Finding, at_first, rule

_READS = re.compile(
    r"(?i:read[-_]?only|view[-_]?only)|(?:Reader|Viewer)(?![a-z])|Read(?:Access|Policy)?$"
)


@rule("read-only-writes", on=Policy, severity=Severity.WARNING)
def read_only_writes(policy: Policy, _: Context) -> Iterator[Finding]:
    """A policy whose name says that it only reads does not write.

    People attach it by its name. Actions count whose access level is Write, Tagging or Permissions
    management (IAM User Guide: access levels in policy summaries), but for those that are named
    `Get…`, `List…` or `Describe…`, and for `kms:Decrypt`, which reading takes. What the document
    always denies does not count.
    """
    if policy.default is None or not _READS.search(policy.name):
        return
    message = (
        f"by its name `{policy.name}` only reads, and with {{}} it writes: "
        "remove that, or call the policy something else"
    )
    yield from at_first(_writes(policy.default.document), message)


def _writes(document: Document) -> Iterator[tuple[Place, str]]:
    """What a document allows and writes, less what it always denies: action patterns, NotAction."""
    denied = [
        action
        for statement in document.statements
        if statement.effect is Effect.DENY and not statement.condition
        if any(map(is_everything, statement.resources))
        for action in statement.actions
    ]

    def is_left(pattern: str) -> bool:
        changing = _changing(pattern)
        return bool(changing) and any(uncovered(changing, denied))

    for statement in document.statements:
        if statement.effect is Effect.ALLOW:
            yield from statement.each("Action", where=is_left)
            but = (*statement.not_actions, *denied)
            if statement.not_actions and any(uncovered(_changing("*"), but)):
                yield statement.at.key("NotAction"), "NotAction"


@lru_cache(maxsize=4096)
def _changing(pattern: str) -> tuple[str, ...]:
    """The actions that a pattern matches and that change something."""
    return tuple(filter(changes, expand(pattern)))
