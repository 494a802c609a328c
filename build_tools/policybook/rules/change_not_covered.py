from collections.abc import Iterator

from policybook.iam.compare import allowed
from policybook.iam.pattern import covered, is_wildcard
from policybook.model import Catalogue, Update, UpdateKind
from policybook.rule import Finding, rule


@rule("change-not-covered", on=Update)
def change_not_covered(update: Update, catalogue: Catalogue) -> Iterator[Finding]:
    """What a change says was covered already is covered by a wildcard of the policy.

    A change of the kind `covered` tells readers that a policy allows new operations without a
    new version, which is so only where a wildcard such as `s3:*` matches them.
    """
    if update.kind is not UpdateKind.COVERED:
        return
    for ref in update.policies:
        policy = catalogue.policies.get(ref.name)
        if policy is None:
            continue
        version = policy.default if ref.version is None else policy.version(ref.version)
        if version is None:
            continue
        wildcards = [pattern for pattern in allowed(version.document) if is_wildcard(pattern)]
        for index, action in enumerate(update.covered):
            if not covered(action, wildcards):
                yield (
                    update.at / "covered" / index,
                    (
                        f"no wildcard of `{ref.name}` {version.label} covers `{action}`: "
                        "remove it, or say in which version it was added"
                    ),
                )
