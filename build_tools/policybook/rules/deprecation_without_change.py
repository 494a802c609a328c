from collections.abc import Iterator

from policybook.model import Policy, UpdateKind
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("deprecation-without-change", on=Policy, severity=Severity.WARNING)
def deprecation_without_change(policy: Policy, context: Context) -> Iterator[Finding]:
    """Since tracking began, a policy that is deprecated has its entry in the update history.

    Readers who follow the history would else go on to use it.
    """
    deprecated = policy.deprecated
    if deprecated is None:
        return
    since = context.service(policy.service).tracking_since
    if since is None or context.has_unread_changes:
        return
    if deprecated.date and deprecated.date < since:
        return
    kinds = {
        update.kind
        for change in context.changes_of(policy.name)
        for update in change.updates
        if any(ref.name == policy.name for ref in update.policies)
    }
    if UpdateKind.DEPRECATED not in kinds:
        message = f"no change in the update history says that `{policy.name}` is deprecated"
        yield Finding(deprecated.at, f"{message}: add one of the kind `deprecated`")
