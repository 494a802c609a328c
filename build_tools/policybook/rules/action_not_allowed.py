from collections.abc import Iterator, Mapping

from policybook.iam import actions
from policybook.iam.compare import allowed, allows, excepted
from policybook.iam.coverage import patterns
from policybook.iam.pattern import is_wildcard, overlaps, prefix
from policybook.model import Document, Policy, Prose
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.sentences import claims, sentences


@rule("action-not-allowed", on=Prose, severity=Severity.WARNING)
def action_not_allowed(text: Prose, _: Context) -> Iterator[Finding]:
    """What the words of a policy call allowed is allowed by the document in force.

    This looks at actions and operations in code marks, in sentences that plainly say that the
    policy allows them, such as one that starts with "Allows" or "This policy grants". Wildcards of
    the document count, and a wildcard in the words has to match something that is allowed. What is
    said of other policies, of conditions or of what is not allowed is left alone.
    """
    policy = text.policy
    if policy is None or policy.default is None:
        return
    document, label, own = policy.default.document, policy.default.label, _names(policy)
    found = sentences(text.text.markdown, text.service.links)
    marks = {mark: None for sentence in found for mark in claims(sentence, own)}
    written = _written(policy) if marks else {}
    for mark in marks:
        names = _actions(mark.text, written, text.service.prefixes)
        if names and not any(_is_allowed(name, document) for name in names):
            message = f"the words call `{mark.text}` allowed, but {label} does not allow it"
            yield Finding(text.text.at.at(mark.word), f"{message}: mend the words")


def _names(policy: Policy) -> frozenset[str]:
    """The names under which words speak of a policy: its own, and those of its statements."""
    sids = {statement.sid for statement in policy.statements if statement.sid}
    return frozenset({policy.name, *policy.formerly, *sids})


def _written(policy: Policy) -> Mapping[str, str]:
    """The service prefix of each action, in lower case, that a version of the policy names."""
    return {
        action.lower(): prefix(action)
        for statement in policy.statements
        for action in patterns(statement)
    }


def _actions(word: str, written: Mapping[str, str], prefixes: tuple[str, ...]) -> list[str]:
    """The actions that a name in code marks may mean; none where it is no action."""
    if ":" in word:
        is_known = word.lower() in written or actions.exists(word)
        return [word] if is_known and actions.reads_as_action(word) else []
    services = dict.fromkeys((*prefixes, *written.values()))
    return [
        f"{service}:{word}"
        for service in services
        if actions.operations(service).get(word.lower()) == word
        or f"{service}:{word}".lower() in written
    ]


def _is_allowed(action: str, document: Document) -> bool:
    if not is_wildcard(action):
        return allows(document, action)
    return excepted(document) is not None or any(
        overlaps(action, pattern) for pattern in allowed(document)
    )
