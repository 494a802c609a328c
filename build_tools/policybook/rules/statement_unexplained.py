from collections.abc import Iterator
from itertools import groupby

from policybook.iam.coverage import unexplained
from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("statement-unexplained", on=Policy, severity=Severity.WARNING)
def statement_unexplained(policy: Policy, context: Context) -> Iterator[Finding]:
    """Every action of the document in force is explained.

    A grouping explains it, or the list of operations names it. Where the description says all
    there is to say, exempt the policy from this rule and give that as the reason.
    """
    if policy.default is None:
        return
    document = policy.default.document
    prefixes = context.catalogue.service(policy.service).prefixes
    left = unexplained(policy, document, prefixes)
    for number, grants in groupby(left, key=lambda grant: grant.statement):
        statement = document.statements[number - 1]
        actions = [f"`{grant.action}`" for grant in grants]
        place = statement.at / "Sid" if statement.sid else statement.at
        name = f"`{statement.sid}`" if statement.sid else statement.label
        rest = f" and {len(actions) - 3} more" if len(actions) > 3 else ""
        some = ", ".join(actions[:3]) + rest
        yield Finding(place, f"nothing explains {some} of {name}: add a grouping")
