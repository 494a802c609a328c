from collections.abc import Iterator

from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("replacement-unknown", on=Policy, severity=Severity.WARNING)
def replacement_unknown(policy: Policy, context: Context) -> Iterator[Finding]:
    """What takes the place of a deprecated policy is known here.

    The site sends readers from the one to the other. A replacement that belongs to a team with a
    folder of data elsewhere is a reason for an exemption.
    """
    deprecated = policy.deprecated
    if deprecated is None or deprecated.replacement is None:
        return
    name = deprecated.replacement
    if not context.is_known(name):
        hint = did_you_mean(name, context.known)
        yield Finding(deprecated.at / "replacement", f"there is no policy `{name}`{hint}")
