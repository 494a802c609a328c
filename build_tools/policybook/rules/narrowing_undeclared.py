from collections.abc import Iterator

from policybook.model import Update, UpdateKind
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import some


@rule("narrowing-undeclared", on=Update, customer=Severity.WARNING, aws_managed=Severity.HINT)
def narrowing_undeclared(update: Update, context: Context) -> Iterator[Finding]:
    """A change says of which actions a policy may allow less than before.

    A policy that goes on to allow an action, but on fewer resources or under more conditions, may
    break what relies on it. The version that the change names is compared with the one right
    before it: what it does not surely keep, and what it does not lose, counts. Once a change has
    a list `narrowed`, `change-claim-false` asks for the rest.
    """
    if update.kind is not UpdateKind.UPDATED or update.narrowed:
        return
    for ref, version, real in context.steps(update):
        if real.narrowed:
            message = f"`{ref.name}` {version.label} may allow less of {some(real.narrowed)}"
            yield Finding(ref.at, f"{message} than the version before: say so with `narrowed`")
