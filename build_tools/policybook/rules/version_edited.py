from collections.abc import Iterator

from policybook.iam.compare import is_same
from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("version-edited", on=Policy, aws_managed=Severity.WARNING, needs_base=True)
def version_edited(policy: Policy, context: Context) -> Iterator[Finding]:
    """A published version stays as it is; what changes is a new version.

    IAM never changes a version (IAM User Guide: Versioning IAM policies), and readers rely on the
    numbers. The documents are compared with those of the revision that the check is given as its
    base. White space and the order of keys do not count. Of a policy that AWS manages this is a
    warning, since a document that was copied wrongly has to be put right.
    """
    base = context.published(policy)
    for version in policy.versions:
        published = base.version(version.number) if base else None
        if published and not is_same(published.document.data, version.document.data):
            message = f"{version.label} is published already: restore it as it was"
            yield Finding(
                version.document.at, f"{message}, and add v{max(policy.recorded) + 1}.json"
            )
