from collections.abc import Iterator

from policybook.forwarding.aliases import Named, claims, present
from policybook.model import Alias, Catalogue
from policybook.rule import Context, Finding, rule


@rule("alias-taken", on=Catalogue)
def alias_taken(catalogue: Catalogue, _: Context) -> Iterator[Finding]:
    """An alias is a name that nothing has now, and an alias of one thing alone.

    Readers who follow an old link, or look for an old name, have to find one thing and not two.
    """
    claimed = [*claims(catalogue)]
    there = {*present(catalogue)} if claimed else set()
    first: dict[Named, Alias] = {}
    for claim in claimed:
        kind, name = claim.named
        if claim.named in there:
            message = f"there is a {kind} `{name}`: remove the alias"
            yield Finding(claim.alias.at, message)
        elif first.setdefault(claim.named, claim.alias) is not claim.alias:
            message = f"the {kind} `{name}` has this alias elsewhere too: keep one of them"
            yield Finding(claim.alias.at, message)
