from collections.abc import Iterator

from policybook.history import unannounced
from policybook.model import Policy, UpdateKind, Version
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("version-without-change", on=Policy, severity=Severity.WARNING)
def version_without_change(policy: Policy, context: Context) -> Iterator[Finding]:
    """Since tracking began, every version has its entry in the update history.

    Readers follow the history to learn what their policies came to allow. A version counts if it
    is from `tracking_since` of service.yaml or later, and one without a date if an older version
    counts or has an entry. A change that names the policy without a version may be the one that
    is missing; then nothing is said.
    """
    if context.service(policy.service).tracking_since is None or context.has_unread_changes:
        return
    for version in unannounced(policy, context):
        yield Finding(version.document.at, _message(policy, version))


def _message(policy: Policy, version: Version) -> str:
    kind = UpdateKind.UPDATED if version.number > 1 else UpdateKind.NEW
    message = f"no change in the update history names {version.label} of `{policy.name}`"
    return f"{message}: add one of the kind `{kind}`"
