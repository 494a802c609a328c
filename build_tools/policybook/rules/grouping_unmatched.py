from collections.abc import Iterator

from policybook.iam.coverage import patterns
from policybook.iam.pattern import covered, prefix
from policybook.model import Catalogue, Document, Policy
from policybook.rule import Finding, rule
from policybook.words import did_you_mean


@rule("grouping-unmatched", on=Policy)
def grouping_unmatched(policy: Policy, _: Catalogue) -> Iterator[Finding]:
    """A grouping names Sids, services and actions that the document in force has."""
    if policy.default is None:
        return
    document = policy.default.document
    version = policy.default.label
    actions = [action for s in document.statements for action in patterns(s)]
    services = sorted({prefix(action) for action in actions})
    sids = _sids(document)
    for grouping in policy.groupings:
        for sid in grouping.sids:
            if sid not in sids:
                hint = did_you_mean(sid, sids)
                yield grouping.at.at(sid), f"{version} has no statement with the Sid `{sid}`{hint}"
        for service in grouping.services:
            if service.lower() not in services:
                hint = did_you_mean(service, services)
                yield grouping.at.at(service), f"{version} has no action of `{service}`{hint}"
        for action in grouping.actions:
            if not any(covered(written, (action,)) for written in actions):
                hint = did_you_mean(action, actions)
                yield grouping.at.at(action), f"{version} does not name `{action}`{hint}"


def _sids(document: Document) -> list[str]:
    return [statement.sid for statement in document.statements if statement.sid]
