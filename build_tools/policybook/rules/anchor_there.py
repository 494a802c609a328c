from collections.abc import Iterator

from policybook.addresses import Address
from policybook.forwarding.forwarding import Forwarding
from policybook.model import Catalogue
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule("anchor-there", on=Catalogue, severity=Severity.WARNING)
def anchor_there(catalogue: Catalogue, _: Context) -> Iterator[Finding]:
    """An address that is marked as gone in `anchors.lock` is not on the site.

    The mark says that nobody has a link to it. If it is published again, somebody may.
    """
    if catalogue.lock is None:
        return
    forwarding = Forwarding(catalogue)
    for index, (text, gone) in enumerate(catalogue.lock.entries):
        if gone and forwarding.has(Address.parse(text)):
            message = f"`{shown(text)}` is on the site: take the mark off its line"
            yield Finding(catalogue.lock.at / index, message)
