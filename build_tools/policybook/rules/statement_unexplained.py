from collections.abc import Iterator

from policybook.iam.coverage import Grant, explained, listed, patterns
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
    done = {grant for grouping in policy.groupings for grant in explained(grouping, document)}
    if policy.lists_operations:
        done.update(listed(document, context.catalogue.service(policy.service).prefixes))
    for statement in document.statements:
        left = [
            f"`{action}`"
            for action in dict.fromkeys(patterns(statement))
            if Grant(statement.number, action) not in done
        ]
        if left:
            place = statement.at / "Sid" if statement.sid else statement.at
            name = f"`{statement.sid}`" if statement.sid else statement.label
            some = ", ".join(left[:3]) + (f" and {len(left) - 3} more" if len(left) > 3 else "")
            yield Finding(place, f"nothing explains {some} of {name}: add a grouping")
