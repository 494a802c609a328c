from collections.abc import Iterator

from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("deprecation-incomplete", on=Policy, customer=Severity.WARNING, aws_managed=Severity.HINT)
def deprecation_incomplete(policy: Policy, _: Context) -> Iterator[Finding]:
    """A deprecated policy says since when, and what takes its place.

    Whoever uses it needs both to plan the move. Where nothing takes its place, exempt the policy
    and say so in the reason.
    """
    deprecated = policy.deprecated
    if deprecated is None:
        return
    missing = {}
    if deprecated.date is None:
        missing["date"] = "since when the policy is deprecated"
    if deprecated.replacement is None:
        missing["replacement"] = "what takes its place"
    if missing:
        keys = " and ".join(f"`{key}`" for key in missing)
        message = f"nothing says {' and '.join(missing.values())}: add {keys}"
        yield Finding(deprecated.at, message)
