"""Edits of values → the text of a data file with them in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from policybook.problem import REMOVE, Pointer
from policybook.source.formatting import formatted, read_text, same
from policybook.source.jsonwriting import json_text, json_value
from policybook.source.yamlsplicing import Added, Changed, Removed, Step, spliced


def edited(path: PurePosixPath, text: str, edits: Iterable[tuple[Pointer, object]]) -> str:
    """The canonical text of a file after edits, its comments kept.

    A pointer leads to a value of `text` as it is, so that removing an item of a list does not
    move the others. The value there is replaced, or goes where it is REMOVE. Where nothing
    stands, a key is put into its mapping, or an item at the end of its list; mappings that are
    missing on the way are made. Edits do not empty a list: its first item stays.

    A text that cannot be read, or not be edited without harm, is given back as it is.
    """
    source = read_text(path, text)
    if source is None:
        return text
    edit = _Edit.of(edits)
    if path.suffix == ".json":
        return json_text(edit.applied(json_value(text))) + "\n"
    result = formatted(path, spliced(formatted(path, text), edit.steps((), source.data)))
    after = read_text(path, result)
    return result if after and same(after.data, edit.applied(source.data)) else text


def applied(value: Any, edits: Iterable[tuple[Pointer, object]]) -> Any:
    """A value after edits, as `edited` has it for texts."""
    return _Edit.of(edits).applied(value)


_NOTHING = object()


@dataclass(slots=True)
class _Edit:
    """What becomes of a value: another one, or edits of what is in it."""

    value: object = _NOTHING
    inner: dict[str | int, _Edit] = field(default_factory=dict)

    @classmethod
    def of(cls, edits: Iterable[tuple[Pointer, object]]) -> _Edit:
        """All edits in one. Later ones win over earlier ones, outer ones over inner ones."""
        whole = cls()
        for pointer, value in edits:
            edit = whole
            for key in pointer:
                edit = edit.inner.setdefault(key, cls())
            edit.value = value
        if whole.value is REMOVE:
            raise ValueError("the whole value of a file cannot be removed")
        return whole

    def gone(self, value: dict[str, Any] | list[Any]) -> set[str | int]:
        """The keys or indexes in a collection that are removed."""
        keys: Iterable[str | int] = value if isinstance(value, dict) else range(len(value))
        gone = {key for key in keys if key in self.inner and self.inner[key].value is REMOVE}
        if isinstance(value, list) and len(gone) == len(value) and not self.new(value):
            gone.discard(0)
        return gone

    def new(self, value: dict[str, Any] | list[Any]) -> list[tuple[str | int, _Edit]]:
        """The edits that add something to a collection."""
        absent = [(key, edit) for key, edit in self.inner.items() if edit.value is not REMOVE]
        if isinstance(value, dict):
            return [(key, edit) for key, edit in absent if key not in value]
        return [(key, edit) for key, edit in absent if int(key) >= len(value)]

    def applied(self, value: Any) -> Any:
        """The value after this edit."""
        if self.value is not _NOTHING:
            return self.value
        if not self.inner:
            return value
        value = self._opened(value)
        gone, new = self.gone(value), self.new(value)
        if isinstance(value, dict):
            kept = {k: self._after(k, item) for k, item in value.items() if k not in gone}
            return kept | {str(key): edit.applied(None) for key, edit in new}
        items = [self._after(n, item) for n, item in enumerate(value) if n not in gone]
        return items + [edit.applied(None) for _, edit in new]

    def _after(self, key: str | int, item: Any) -> Any:
        edit = self.inner.get(key)
        return item if edit is None or edit.value is REMOVE else edit.applied(item)

    def _opened(self, value: Any) -> Any:
        """The collection to edit in; one that is missing is made."""
        is_list = all(isinstance(key, int) for key in self.inner)
        if value is None:
            return [] if is_list else {}
        if isinstance(value, list) and is_list:
            return value
        if isinstance(value, dict) and all(isinstance(key, str) for key in self.inner):
            return value
        raise ValueError(f"no place for {list(self.inner)} in {type(value).__name__}")

    def steps(self, pointer: Pointer, value: Any) -> Iterator[Step]:
        """The edit as steps, each of which changes one place of a text."""
        if self.value is not _NOTHING or (value is None and self.inner):
            after = self.applied(value)
            if not same(after, value):
                yield Changed(pointer, after)
            return
        if not self.inner:
            return
        value = self._opened(value)
        gone, new = self.gone(value), self.new(value)
        if gone and len(gone) == len(value) and not new:
            yield Changed(pointer, {})
            return
        for key in gone:
            yield Removed(pointer, key)
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            edit = self.inner.get(key)
            if edit and edit.value is not REMOVE:
                yield from edit.steps((*pointer, key), item)
        for key, edit in new:
            yield Added(pointer, key, edit.applied(None))
