"""What a reviewer of a document must not miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policybook.iam.actions import AccessLevel
from policybook.iam.compare import Difference, allowed, allows
from policybook.iam.contrast import Contrast, Limit
from policybook.iam.exposure import is_full
from policybook.iam.implication import follows, requirements
from policybook.iam.meaning import Meaning, meanings
from policybook.iam.pattern import covered, covers
from policybook.iam.phrase import Phrase
from policybook.model import Document, Effect, Statement

_PASSING = "iam:PassRole"


class CalloutKind(StrEnum):
    """What there is to see, the gravest first."""

    FULL_ADMIN = "full-admin"
    ROLE_PASSED = "pass-role"
    PERMISSIONS_GAINED = "permissions-gained"
    EFFECT_FLIPPED = "effect-flipped"
    DENY_DROPPED = "deny-dropped"
    DENY_NARROWED = "deny-narrowed"
    CONDITION_DROPPED = "condition-dropped"
    CONDITION_LOOSENED = "condition-loosened"
    WILDCARD_WIDENED = "wildcard-widened"
    RESOURCES_WIDENED = "resources-widened"
    REMOVED = "removed"
    NARROWED = "narrowed"
    VERSION_EDITED = "version-edited"
    VERSION_GONE = "version-gone"
    POLICY_GONE = "policy-gone"


@dataclass(frozen=True, slots=True)
class Callout:
    """One thing to see: about a statement, as it is now or was, or about the whole document."""

    kind: CalloutKind
    phrase: Phrase
    statement: Statement | None = None


def callouts(
    old: Document,
    new: Document,
    difference: Difference,
    contrasts: Sequence[Contrast],
    opened: Mapping[str, Sequence[AccessLevel]],
) -> tuple[Callout, ...]:
    """What to see in the step from one document to the next, the gravest first."""
    found = [
        *_of_documents(old, new, difference, opened),
        *_of_denials(old, new, contrasts),
        *(callout for contrast in contrasts for callout in _of_statement(contrast)),
    ]
    order = [*CalloutKind]
    return tuple(sorted(found, key=lambda callout: order.index(callout.kind)))


def _of_documents(
    old: Document,
    new: Document,
    difference: Difference,
    opened: Mapping[str, Sequence[AccessLevel]],
) -> Iterator[Callout]:
    admin = next(filter(_is_admin, new.statements), None)
    if admin and not any(map(_is_admin, old.statements)):
        phrase = Phrase("allows every action on every resource")
        yield Callout(CalloutKind.FULL_ADMIN, phrase, admin)
    if passing := _passing(old, new, difference):
        yield Callout(CalloutKind.ROLE_PASSED, passing)
    if services := [name for name, of_it in opened.items() if AccessLevel.PERMISSIONS in of_it]:
        phrase = Phrase(f"opens the access level {AccessLevel.PERMISSIONS} in {{}}", (services,))
        yield Callout(CalloutKind.PERMISSIONS_GAINED, phrase)
    if difference.removed:
        phrase = Phrase("no longer allows {}", (difference.removed,))
        yield Callout(CalloutKind.REMOVED, phrase)
    if difference.narrowed:
        phrase = Phrase("may allow less of {}", (difference.narrowed,))
        yield Callout(CalloutKind.NARROWED, phrase)


def _passing(old: Document, new: Document, difference: Difference) -> Phrase | None:
    """What is new about passing roles to services, by which these get the roles' permissions."""
    if not allows(new, _PASSING):
        return None
    if not allows(old, _PASSING):
        through = [pattern for pattern in allowed(new) if covers(pattern, _PASSING)]
        if through and _PASSING.lower() not in map(str.lower, through):
            return Phrase("newly allows {} through {}", ([_PASSING], through))
        return Phrase("newly allows {}", ([_PASSING],))
    if covered(_PASSING, (*difference.widened, *difference.added)):
        return Phrase("may allow more of {} than before", ([_PASSING],))
    return None


def _is_admin(statement: Statement) -> bool:
    return is_full(statement) and not statement.condition


def _of_denials(old: Document, new: Document, contrasts: Sequence[Contrast]) -> Iterator[Callout]:
    """The statements that denied something which no statement denies any more."""
    before, denying = meanings(old), [m for m in meanings(new) if m.effect is Effect.DENY]
    for contrast in contrasts:
        statement = contrast.old
        if statement is None or statement.effect is Effect.ALLOW or contrast.effects:
            continue
        if any(_denies_all(other, before[statement.number - 1]) for other in denying):
            continue
        is_gone = contrast.new is None
        kind = CalloutKind.DENY_DROPPED if is_gone else CalloutKind.DENY_NARROWED
        what = "all actions but {}" if statement.not_actions else "{}"
        text = f"no longer denies {what}" if is_gone else f"may deny less of {what}"
        names = statement.actions or statement.not_actions
        yield Callout(kind, Phrase(text, (names,)), statement)


def _denies_all(statement: Meaning, other: Meaning) -> bool:
    return (
        statement.actions.includes(other.actions)
        and statement.resources.includes(other.resources)
        and follows(statement.condition, other.condition)
    )


def _of_statement(contrast: Contrast) -> Iterator[Callout]:
    statement = contrast.new
    if contrast.old is None or statement is None:
        return
    is_allowing = statement.effect is Effect.ALLOW
    if contrast.effects:
        text = "allows what it denied before" if is_allowing else "denies what it allowed before"
        yield Callout(CalloutKind.EFFECT_FLIPPED, Phrase(text), statement)
    if not is_allowing:
        return
    if dropped := [str(limit) for limit in contrast.limits.dropped]:
        phrase = Phrase("drops the condition {}", (dropped,))
        yield Callout(CalloutKind.CONDITION_DROPPED, phrase, statement)
    if loosened := [str(new) for old, new in contrast.limits.changed if _is_looser(new, old)]:
        phrase = Phrase("loosens the condition {}", (loosened,))
        yield Callout(CalloutKind.CONDITION_LOOSENED, phrase, statement)
    for swap in contrast.actions.widened:
        phrase = Phrase("widens {} to {}", (swap.old, swap.new))
        yield Callout(CalloutKind.WILDCARD_WIDENED, phrase, statement)
    came = [contrast.resources.added, *(swap.new for swap in contrast.resources.widened)]
    if any("*" in names for names in came):
        phrase = Phrase("now reaches every resource")
        yield Callout(CalloutKind.RESOURCES_WIDENED, phrase, statement)


def _is_looser(limit: Limit, than: Limit) -> bool:
    one, other = requirements(limit.as_data), requirements(than.as_data)
    return follows(one, other) and not follows(other, one)
