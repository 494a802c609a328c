from collections.abc import Iterator

from policybook.model import Service, UpdateKind
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("policy-new-twice", on=Service, severity=Severity.WARNING)
def policy_new_twice(service: Service, _: Context) -> Iterator[Finding]:
    """A policy is new once in the history of a service.

    A second time it is an update, or another policy was meant.
    """
    first: dict[str, str] = {}
    for change in reversed(service.changes):
        for update in change.updates:
            if update.kind is not UpdateKind.NEW:
                continue
            for ref in update.policies:
                earlier = first.setdefault(ref.name, change.id)
                if earlier != change.id:
                    message = f"`{ref.name}` is new in changes/{earlier}.yaml already"
                    yield Finding(ref.at, f"{message}: make this an update, or mend the name")
