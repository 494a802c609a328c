from collections.abc import Iterator

from policybook import prose
from policybook.model import Prose
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("link-unknown", on=Prose)
def link_unknown(text: Prose, _: Context) -> Iterator[Finding]:
    """`[text][key]` in prose names a key of the links in service.yaml."""
    for mark in prose.look(text.text.markdown, text.service.links).unknown_links:
        hint = did_you_mean(mark.text, text.service.links) or ": add it there"
        yield Finding(text.text.at.at(mark.word), f"service.yaml has no link `{mark.text}`{hint}")
