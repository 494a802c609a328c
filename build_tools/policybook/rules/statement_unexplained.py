from collections.abc import Iterable, Iterator
from itertools import groupby

from policybook.iam.coverage import Grant, grants, unexplained
from policybook.iam.pattern import is_wildcard, prefix
from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.words import code, some


@rule("statement-unexplained", on=Policy, severity=Severity.WARNING)
def statement_unexplained(policy: Policy, context: Context) -> Iterator[Finding]:
    """Every service and action of the document in force is explained.

    A grouping explains it, or the list of operations names it. Where the description says all
    there is to say, exempt the policy from this rule and give that as the reason.

    Of a policy without groupings that is one finding, since every statement would have the same.
    """
    if policy.default is None:
        return
    if not policy.groupings and not policy.lists_operations:
        message = "nothing explains what the policy grants: add `groupings`"
        yield Finding(policy.at, message)
        return
    document = policy.default.document
    prefixes = context.service(policy.service).prefixes
    left = unexplained(policy, document, prefixes)
    done = {prefix(grant.action) for grant in {*grants(document)} - {*left}}
    for number, found in groupby(left, key=lambda grant: grant.statement):
        statement = document.statements[number - 1]
        names = some([*_names(found, done)], mark=str)
        place = statement.at / "Sid" if statement.sid else statement.at
        name = code(statement.sid) if statement.sid else statement.label
        yield Finding(place, f"nothing explains {names} of {name}: add a grouping")


def _names(left: Iterable[Grant], done: set[str]) -> Iterator[str]:
    """Whole services where nothing of them is explained, then single actions."""
    actions = [grant.action for grant in left]
    found = (name for name in map(prefix, actions) if name not in done and not is_wildcard(name))
    services = dict.fromkeys(found)
    yield from (f"the service {code(shown(name))}" for name in services)
    yield from (code(shown(action)) for action in actions if prefix(action) not in services)
