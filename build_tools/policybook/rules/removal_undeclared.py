from collections.abc import Iterator

from policybook.model import Update, UpdateKind
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import some


@rule("removal-undeclared", on=Update, aws_managed=Severity.WARNING)
def removal_undeclared(update: Update, context: Context) -> Iterator[Finding]:
    """A change says which actions a policy lost.

    Whatever relies on a lost permission breaks, so readers have to be told. The version that the
    change names is compared with the one right before it. This rule speaks of changes that have
    no list of actions at all; where they have one, `change-claim-false` asks for the rest.
    """
    if update.kind is not UpdateKind.UPDATED or update.has_lists:
        return
    for ref, version, real in context.steps(update):
        if real.removed:
            message = f"`{ref.name}` {version.label} lost {some(real.removed)}"
            yield Finding(ref.at, f"{message}: say so with `removed`")
