from collections.abc import Iterator
from dataclasses import replace

from policybook.iam.coverage import patterns
from policybook.iam.pattern import covered, prefix
from policybook.model import Grouping, GroupingBy, Policy
from policybook.problem import Place
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("grouping-unmatched", on=Policy)
def grouping_unmatched(policy: Policy, _: Context) -> Iterator[Finding]:
    """A grouping names Sids, services and actions that the document in force has."""
    if policy.default is None or not policy.groupings:
        return
    version, statements = policy.default.label, policy.default.document.statements
    actions = [action for statement in statements for action in patterns(statement)]
    services = sorted({prefix(action) for action in actions})
    sids = [statement.sid for statement in statements if statement.sid]
    for grouping in policy.groupings:
        for index, sid in enumerate(grouping.sids):
            if sid not in sids:
                hint = did_you_mean(sid, sids)
                message = f"{version} has no statement with the Sid `{sid}`{hint}"
                yield Finding(_place(grouping, "sids", index), message)
        for index, service in enumerate(grouping.services):
            if service.lower() not in services:
                hint = did_you_mean(service, services)
                message = f"{version} has no action of `{service}`{hint}"
                yield Finding(_place(grouping, "services", index), message)
        for index, action in enumerate(grouping.actions):
            if not any(covered(written, (action,)) for written in actions):
                hint = did_you_mean(action, actions)
                yield Finding(
                    _place(grouping, "actions", index),
                    f"{version} does not name `{action}`{hint}",
                )


def _place(grouping: Grouping, key: str, index: int) -> Place:
    """Where a grouping names a part: in its only key, or beside its topic."""
    at = grouping.at
    if grouping.by is GroupingBy.TOPIC:
        at = replace(at, pointer=(*at.pointer[:-1], key))
    return at / index
