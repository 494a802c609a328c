from collections.abc import Iterator

from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("description-missing", on=Policy, customer=Severity.ERROR, aws_managed=Severity.HINT)
def description_missing(policy: Policy, _: Context) -> Iterator[Finding]:
    """A policy says what it is for.

    Whoever chooses a policy, or finds it attached, wants to know its purpose first, and the
    document alone does not tell it. Of your own policies you know it. What AWS maintains is often
    imported without a word, and a purpose that is not known is left out rather than guessed.
    """
    if policy.description is None:
        message = "nothing says what the policy is for: add a `description`"
        yield Finding(policy.at, message)
