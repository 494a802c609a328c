from collections.abc import Iterator

from policybook.iam.meaning import Meaning, meanings
from policybook.model import Document, Effect
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("grant-empty", on=Document, customer=Severity.WARNING, aws_managed=Severity.HINT)
def grant_empty(document: Document, _: Context) -> Iterator[Finding]:
    """A statement that allows something is not denied altogether by its own document.

    What one statement denies, no other allows (IAM User Guide: policy evaluation logic). If the
    same document denies all that a statement allows, and without a condition, the statement
    grants nothing.
    """
    if not any(statement.effect is Effect.DENY for statement in document.statements):
        return
    said = meanings(document)
    denials = [one for one in said if one.effect is Effect.DENY and not one.condition]
    for statement, meaning in zip(document.statements, said, strict=True):
        if meaning.effect is Effect.ALLOW and _is_denied(meaning, denials):
            message = "this document denies all that the statement allows: remove one of the two"
            yield Finding(statement.at, message)


def _is_denied(meaning: Meaning, denials: list[Meaning]) -> bool:
    return bool(denials) and all(
        any(
            denial.actions.includes(part) and denial.resources.includes(meaning.resources)
            for denial in denials
        )
        for part in meaning.actions.parts
    )
