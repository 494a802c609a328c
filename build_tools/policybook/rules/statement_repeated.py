from collections.abc import Iterator

from policybook.iam.meaning import Meaning, folded, meanings
from policybook.model import Document, Statement
from policybook.problem import REMOVE, Edit, Severity
from policybook.rule import Context, Finding, rule
from policybook.words import code


@rule(
    "statement-repeated",
    on=Document,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="REDUNDANT_STATEMENT",
    fixable=True,
)
def statement_repeated(document: Document, _: Context) -> Iterator[Finding]:
    """No two statements of a document say the same.

    The order of lists and the Sid do not count. A statement that stands twice changes nothing, and
    often something else was meant (IAM User Guide: IAM policy validation check reference). The one
    that comes later is removed by the fixer where it has no Sid.
    """
    if len({_gist(statement) for statement in document.statements}) == len(document.statements):
        return
    first: dict[Meaning, Statement] = {}
    for statement, meaning in zip(document.statements, meanings(document), strict=True):
        other = first.setdefault(meaning, statement)
        if other is not statement:
            label = code(other.sid) if other.sid else other.label
            # A Sid may be known elsewhere, so which of the two goes is for people to say.
            edits = () if statement.sid else (Edit(statement.at, REMOVE),)
            yield Finding(statement.at, f"this says what {label} says already: remove one", edits)


def _gist(statement: Statement) -> object:
    """What differs in most statements of a document, and is told faster than all they say."""
    actions, resources = statement.actions, statement.resources
    return statement.effect, frozenset(resources), folded(actions or statement.not_actions)
