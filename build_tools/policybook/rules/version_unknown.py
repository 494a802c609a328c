from collections.abc import Iterator

from policybook.model import Policy
from policybook.rule import Context, Finding, rule


@rule("version-unknown", on=Policy)
def version_unknown(policy: Policy, _: Context) -> Iterator[Finding]:
    """The versions that policy.yaml names have a document.

    A version that is not recorded is left out: the site shows the gap by itself.
    """
    recorded = policy.recorded
    for number in policy.dates:
        if number not in recorded:
            place = (policy.at / "versions").key(f"v{number}")
            yield Finding(
                place, f"there is no v{number}.json: add the document, or remove this version"
            )
    named = policy.default_version
    if named is not None and named not in recorded:
        place = policy.at / "default_version"
        yield Finding(place, f"there is no v{named}.json: name a version that is recorded")
