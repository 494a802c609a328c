from collections.abc import Iterator

from policybook.model import Policy
from policybook.rule import Context, Finding, rule


@rule("alias-taken", on=Policy)
def alias_taken(policy: Policy, context: Context) -> Iterator[Finding]:
    """An alias is a name that the policy had before, and that no policy has now.

    Readers who look for an old name have to find one policy, and not two.
    """
    for index, alias in enumerate(policy.aliases):
        place = policy.at / "aliases" / index
        if alias == policy.name:
            yield Finding(place, f"`{alias}` is the name of this policy now: remove the alias")
        elif alias in context.catalogue.known:
            yield Finding(place, f"there is another policy `{alias}`: remove the alias")
