from collections.abc import Iterator

from policybook.model import Catalogue
from policybook.rule import Context, Finding, at_first, rule


@rule("anchor-taken-out", on=Catalogue, needs_base=True)
def anchor_taken_out(catalogue: Catalogue, context: Context) -> Iterator[Finding]:
    """Every line of `anchors.lock` stays in it.

    It has what links lead to, and the check holds the site to it. An address that has another place
    now needs an alias; one that was published by mistake is marked with `gone: ` and the reason. The
    file is compared with that of the revision that the check is given as its base.
    """
    before = context.base.lock if context.base else None
    if before is None:
        return
    kept = {text for text, _ in catalogue.lock.entries} if catalogue.lock else set()
    place = catalogue.lock.at if catalogue.lock else catalogue.at
    lost = [(place, text) for text, _ in before.entries if text not in kept]
    yield from at_first(lost, "anchors.lock no longer has {}: put every line back")
