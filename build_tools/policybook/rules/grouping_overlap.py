from collections.abc import Iterator

from policybook.iam.coverage import Grant, explained
from policybook.model import Grouping, Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("grouping-overlap", on=Policy, severity=Severity.WARNING)
def grouping_overlap(policy: Policy, _: Context) -> Iterator[Finding]:
    """Nothing in a document is explained twice.

    Two explanations of the same action drift apart; readers then do not know which one holds.
    The finding names the first action that a grouping shares with one before it.
    """
    if policy.default is None:
        return
    first: dict[Grant, Grouping] = {}
    for grouping in policy.groupings:
        for grant in explained(grouping, policy.default.document):
            other = first.setdefault(grant, grouping)
            if other is not grouping:
                key = other.title or ", ".join(f"`{key}`" for key in other.keys)
                yield Finding(
                    grouping.at,
                    f"{key} explains `{grant.action}` already: leave it to one of the two",
                )
                break
