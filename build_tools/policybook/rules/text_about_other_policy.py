from collections.abc import Iterator

from policybook.model import Prose
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.sentences import names, sentences, speaks_of


@rule("text-about-other-policy", on=Prose, severity=Severity.WARNING)
def text_about_other_policy(text: Prose, context: Context) -> Iterator[Finding]:
    """The words of a policy speak of that policy.

    Where a description or a grouping begins with what another policy here allows or can be
    attached to, it was mostly copied from there. What a text says of other policies further on,
    and what notes say, is left alone, and so is a sentence that names both.
    """
    policy = text.policy
    if policy is None or any(text.text is note.text for note in policy.notes):
        return
    own = {policy.name, *policy.formerly}
    for first in sentences(text.text.markdown, text.service.links)[:1]:
        mark = speaks_of(first)
        if mark is None or mark.text in own or not context.policy(mark.text):
            continue
        if not any(names(first, name) for name in own):
            message = f"this speaks of `{mark.text}`, but stands in the words of `{policy.name}`"
            yield Finding(text.text.at.at(mark.word), f"{message}: mend the text")
