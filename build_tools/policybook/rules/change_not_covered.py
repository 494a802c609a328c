from collections.abc import Iterator

from policybook.iam.compare import allowed, allows
from policybook.iam.pattern import covered, is_wildcard
from policybook.model import Update, UpdateKind
from policybook.rule import Context, Finding, rule


@rule("change-not-covered", on=Update)
def change_not_covered(update: Update, context: Context) -> Iterator[Finding]:
    """What a change says was covered already is covered by a wildcard of the policy.

    A change of the kind `covered` tells readers that a policy allows new operations without a
    new version, which is so only where a wildcard such as `s3:*` matches them.
    """
    if update.kind is not UpdateKind.COVERED:
        return
    for ref in update.policies:
        policy = context.policy(ref.name)
        if policy is None:
            continue
        version = policy.version(ref.version) if ref.version else policy.default
        if version is None:
            continue
        name = f"`{ref.name}` {version.label}"
        patterns = allowed(version.document)
        wildcards = [pattern for pattern in patterns if is_wildcard(pattern)]
        plain = {pattern.lower() for pattern in patterns}
        for index, action in enumerate(update.covered):
            place = update.at / "covered" / index
            if not allows(version.document, action):
                yield Finding(
                    place, f"{name} does not allow `{action}`: remove it, or mend the document"
                )
            elif action.lower() in plain and not covered(action, wildcards):
                message = f"{name} names `{action}` itself"
                yield Finding(place, f"{message}: say in which version it was added")
