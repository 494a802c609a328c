"""Expressions of GitHub Actions, as far as this repository's workflows use them.

GitHub Docs: Evaluate expressions in workflows and actions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

Value = object
Functions = Mapping[str, Callable[..., Value]]

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<mark>&&|\|\||==|!=|[!().,\[\]]))"
)
_PLACEHOLDER = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_WORDS: Mapping[str, Value] = {"true": True, "false": False, "null": None}


def interpolated(text: str, contexts: Mapping[str, Value], functions: Functions) -> str:
    """The text with each `${{ expression }}` replaced by what it comes to."""
    return _PLACEHOLDER.sub(
        lambda match: _as_text(evaluate(match[1], contexts, functions)), str(text)
    )


def condition(text: object, contexts: Mapping[str, Value], functions: Functions) -> bool:
    """Whether an `if:` holds. One that asks for no status holds only after success."""
    whole = _PLACEHOLDER.fullmatch(str(text).strip())
    expression = whole[1] if whole else str(text)
    if not re.search(r"\b(success|failure|always|cancelled)\(\)", expression):
        expression = f"success() && ({expression})"
    return _is_true(evaluate(expression, contexts, functions))


def evaluate(expression: str, contexts: Mapping[str, Value], functions: Functions) -> Value:
    """What an expression comes to."""
    return _Reader(_tokens(expression), contexts, {**_FUNCTIONS, **functions}).whole()


def _tokens(expression: str) -> list[str]:
    found, at = [], 0
    while at < len(expression.rstrip()):
        match = _TOKEN.match(expression, at)
        assert match, f"cannot read {expression[at:]!r}"
        found.append(match[0].strip())
        at = match.end()
    return found


class _Reader:
    """Reads tokens from the left; what binds more loosely calls what binds more tightly."""

    def __init__(
        self, tokens: Sequence[str], contexts: Mapping[str, Value], functions: Functions
    ) -> None:
        self.tokens = [*tokens, ""]
        self.contexts = contexts
        self.functions = functions

    def whole(self) -> Value:
        value = self.either()
        assert self.tokens == [""], f"left over: {self.tokens}"
        return value

    def take(self, *wanted: str) -> str:
        return self.tokens.pop(0) if self.tokens[0] in wanted else ""

    def either(self) -> Value:
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value if _is_true(value) else other
        return value

    def both(self) -> Value:
        value = self.compared()
        while self.take("&&"):
            other = self.compared()
            value = other if _is_true(value) else value
        return value

    def compared(self) -> Value:
        value = self.negated()
        while mark := self.take("==", "!="):
            value = _are_equal(value, self.negated()) == (mark == "==")
        return value

    def negated(self) -> Value:
        return not _is_true(self.negated()) if self.take("!") else self.looked_up()

    def looked_up(self) -> Value:
        value = self.single()
        while mark := self.take(".", "["):
            key = self.tokens.pop(0) if mark == "." else self.either()
            assert mark == "." or self.take("]")
            value = value.get(str(key)) if isinstance(value, Mapping) else None
        return value

    def single(self) -> Value:
        token = self.tokens.pop(0)
        if token == "(":
            value = self.either()
            assert self.take(")")
            return value
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if re.fullmatch(r"-?\d+(\.\d+)?", token):
            return float(token)
        if self.take("("):
            given = []
            while not self.take(")"):
                given.append(self.either())
                self.take(",")
            return self.functions[token](*given)
        if token in _WORDS:
            return _WORDS[token]
        assert token in self.contexts, f"there is no context `{token}`"
        return self.contexts[token]


def _is_true(value: Value) -> bool:
    return value not in (None, False, "", 0)


def _are_equal(one: Value, other: Value) -> bool:
    """Texts are compared whatever their case; anything else as the text that it makes."""
    return _as_text(one).casefold() == _as_text(other).casefold()


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _contains(where: Value, what: Value) -> bool:
    if isinstance(where, list):
        return any(_are_equal(item, what) for item in where)
    return _as_text(what).casefold() in _as_text(where).casefold()


_FUNCTIONS: Functions = {
    "contains": _contains,
    "format": lambda text, *values: str(text).format(*map(_as_text, values)),
    "fromJSON": lambda text: json.loads(str(text)),
    "startsWith": lambda text, start: str(text).casefold().startswith(str(start).casefold()),
}
