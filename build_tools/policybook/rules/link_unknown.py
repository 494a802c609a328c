from collections.abc import Iterator

from policybook import prose
from policybook.model import Catalogue, Prose
from policybook.rule import Finding, rule
from policybook.words import did_you_mean


@rule("link-unknown", on=Prose)
def link_unknown(text: Prose, _: Catalogue) -> Iterator[Finding]:
    """`[text][key]` in prose names a key of the links in service.yaml."""
    tokens = prose.parse(text.text.markdown, text.service.links)
    for key in prose.unknown_references(tokens):
        hint = did_you_mean(key, text.service.links)
        place = text.text.at.at(f"[{key}]")
        yield place, f"service.yaml has no link `{key}`{hint}"
