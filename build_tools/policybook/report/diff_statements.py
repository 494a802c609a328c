"""What happened to the statements of a document, as lines of an outline."""

from __future__ import annotations

from collections.abc import Iterator

from policybook.iam.contrast import Contrast, Limit, Limits, Patterns
from policybook.iam.phrase import Phrase
from policybook.model import Effect, Statement
from policybook.report.diff_items import Item, Mark, cut


def statement_item(contrast: Contrast) -> Item:
    """What happened to a statement."""
    name = statement_label(contrast.statement)
    if contrast.old and contrast.new:
        return Item(Mark.CHANGED, name, items=cut(_contrast(contrast)))
    mark = Mark.REMOVED if contrast.new is None else Mark.ADDED
    grant = _grant(contrast.statement)
    limits = contrast.limits.added or contrast.limits.dropped
    return Item(
        mark,
        Phrase(f"{name.text} {grant.text}", (*name.names, *grant.names)),
        items=cut(Item(Mark.PLAIN, _limit("if", limit)) for limit in limits),
    )


def statement_label(statement: Statement) -> Phrase:
    """How people call a statement."""
    return Phrase("{}", ([statement.sid],)) if statement.sid else Phrase(statement.label)


def _grant(statement: Statement) -> Phrase:
    verb = "allows" if statement.effect is Effect.ALLOW else "denies"
    actions = "all actions but {}" if statement.not_actions else "{}"
    resources = "all resources but {}" if statement.not_resources else "{}"
    return Phrase(
        f"{verb} {actions} on {resources}",
        (
            statement.not_actions or statement.actions,
            statement.not_resources or statement.resources,
        ),
    )


def _contrast(contrast: Contrast) -> Iterator[Item]:
    if contrast.sids:
        old, new = ([sid] if sid else [] for sid in contrast.sids)
        texts = ["{}" if sid else "none" for sid in contrast.sids]
        names = tuple(filter(None, (old, new)))
        yield Item(Mark.CHANGED, Phrase(f"Sid: {' → '.join(texts)}", names))
    if contrast.effects:
        yield Item(Mark.CHANGED, Phrase(f"effect: {' → '.join(contrast.effects)}"))
    yield from _patterns("actions", contrast.actions)
    yield from _patterns("all actions but", contrast.all_but)
    yield from _patterns("resources", contrast.resources)
    yield from _patterns("all resources but", contrast.resources_all_but)
    yield from _limits(contrast.limits)


def _patterns(what: str, patterns: Patterns) -> Iterator[Item]:
    if patterns.added:
        yield Item(Mark.ADDED, Phrase(f"{what}: {{}}", (patterns.added,)))
    for swap in patterns.widened:
        yield Item(Mark.WIDENED, Phrase(f"{what}: {{}} → {{}}", (swap.old, swap.new)))
    if patterns.removed:
        yield Item(Mark.REMOVED, Phrase(f"{what}: {{}}", (patterns.removed,)))
    for swap in patterns.narrowed:
        yield Item(Mark.NARROWED, Phrase(f"{what}: {{}} → {{}}", (swap.old, swap.new)))


def _limits(limits: Limits) -> Iterator[Item]:
    for limit in limits.added:
        yield Item(Mark.ADDED, _limit("condition", limit))
    for limit in limits.dropped:
        yield Item(Mark.REMOVED, _limit("condition", limit))
    for old, new in limits.changed:
        if str(old).lower() != str(new).lower():
            phrase = Phrase(
                "condition {}: {} → {}: {}", ([str(old)], old.values, [str(new)], new.values)
            )
            yield Item(Mark.CHANGED, phrase)
            continue
        came = [value for value in new.values if value not in old.values]
        gone = [value for value in old.values if value not in new.values]
        items = [
            Item(mark, Phrase("{}", (values,)))
            for mark, values in ((Mark.ADDED, came), (Mark.REMOVED, gone))
            if values
        ]
        yield Item(Mark.CHANGED, Phrase("condition {}", ([str(new)],)), items=tuple(items))


def _limit(word: str, limit: Limit) -> Phrase:
    return Phrase(f"{word} {{}}: {{}}", ([str(limit)], limit.values))
