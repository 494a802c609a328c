from collections.abc import Iterator

from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("version-gone", on=Policy, severity=Severity.WARNING, needs_base=True)
def version_gone(policy: Policy, context: Context) -> Iterator[Finding]:
    """A published version stays in the data, though IAM may have it no more.

    IAM keeps five versions of a customer managed policy; the history here keeps all of them. The
    data is compared with the revision that the check is given as its base.
    """
    base = context.published(policy)
    recorded = policy.recorded
    for version in base.versions if base else ():
        if version.number not in recorded:
            message = f"{version.label} of `{policy.name}` is published already"
            yield Finding(policy.at, f"{message}: restore {version.label}.json")
