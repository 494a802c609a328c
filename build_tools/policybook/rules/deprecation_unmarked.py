from collections.abc import Iterator

from policybook.model import Update, UpdateKind
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("deprecation-unmarked", on=Update, severity=Severity.WARNING)
def deprecation_unmarked(update: Update, context: Context) -> Iterator[Finding]:
    """A policy that a change calls deprecated is marked so in its own data.

    The history tells only those who read it; the mark warns everybody on the policy's page.
    """
    if update.kind is not UpdateKind.DEPRECATED:
        return
    for ref in update.policies:
        policy = context.policy(ref.name)
        if policy and not policy.deprecated:
            message = f"`{ref.name}` is not marked as deprecated"
            yield Finding(ref.at, f"{message}: add `deprecated` to its policy.yaml")
