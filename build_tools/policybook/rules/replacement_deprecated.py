from collections.abc import Iterator

from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("replacement-deprecated", on=Policy, severity=Severity.WARNING)
def replacement_deprecated(policy: Policy, context: Context) -> Iterator[Finding]:
    """What takes the place of a deprecated policy is another policy, not a deprecated one.

    Readers who follow the advice should arrive at something that they can use.
    """
    deprecated = policy.deprecated
    if deprecated is None or deprecated.replacement is None:
        return
    place = deprecated.at / "replacement"
    other = context.policy(deprecated.replacement)
    if other is policy:
        yield Finding(place, "a policy does not take its own place: name another one")
    elif other and other.deprecated:
        instead = other.deprecated.replacement
        name = f"`{instead}`, which takes its place" if instead else "one that is not"
        yield Finding(place, f"`{other.name}` is deprecated itself: name {name}")
