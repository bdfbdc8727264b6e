"""What the words of a text that does not parse probably mean: names with dots between them, looked up one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pingan.editor.binding_forms import Forms
from pingan.editor.nodes import VALUES, Kind, Value
from pingan.language.dialect import Dialect
from pingan.language.names import NAME_REST, NAME_START
from pingan.source import Source, Span
from pingan.syntax import nodes as syntax
from pingan.tree.grammar_text import STRING

_TOKEN: Final = re.compile(
    rf"\#[^\n]*+|(?P<text>{STRING})"
    rf"|(?P<path>[{NAME_START}][{NAME_REST}]*+(?:[ \t]*+\.[ \t]*+[{NAME_START}][{NAME_REST}]*+)*+)"
    rf"|(?P<other>[{NAME_REST}]++|[^ \t\r\n])"
)
_NAME: Final = re.compile(rf"[{NAME_START}][{NAME_REST}]*+")
_ANYTHING: Final[tuple[Kind, ...]] = (*VALUES, "action", "rule", "form", "enum", "record")
MAXIMUM_TOKENS: Final = 20_000


class Words(Forms):
    """Binds the words of broken text."""

    def words(self, source: Source, language: Dialect) -> None:
        """Whatever can be told of the names in *source*."""
        whole = Span(source, 0, len(source.text))
        tokens = list(_paths(source))
        reserved = language.reserved
        citing = (*language.keywords["CITE"], *language.keywords["OMITS"])
        with self.block(whole):
            self._variables(tokens, language)
            is_citing = False
            for each in tokens:
                if isinstance(each, Span):
                    if is_citing:
                        self.clause(each.text[1:-1], each)
                    continue
                is_citing = _is_one_of(each, citing) or (is_citing and each == ",")
                if isinstance(each, syntax.Path) and each.text not in reserved:
                    self._word(each)

    def _word(self, path: syntax.Path) -> None:
        first = path.names[0]
        if first.text in self.variables or self.names.find(first.text, *VALUES) is not None:
            self.expression(path)
        elif len(path.names) == 1:
            found = self.names.find(first.text, *_ANYTHING)
            if found is not None:
                self.name(first, found)
            elif first.text in self.names.modules:
                self.module_name(first)
            else:
                self.expression(path)  # the member of an enum, perhaps
        else:
            self.expression(path)
            self.path_of(path, "rule", "form")

    def _variables(self, tokens: list[syntax.Path | Span | str], language: Dialect) -> None:
        """``for each x in PATH``, ``any(x in PATH`` and ``(x: Record)``, in the order of either dialect."""
        within = {*language.keywords["IN"], *language.keywords.get("AMONG", ())}
        texts = [t.text if isinstance(t, syntax.Path) else t for t in tokens]
        for number in range(1, len(tokens) - 1):
            word, before, after = texts[number], tokens[number - 1], tokens[number + 1]
            if word == ":" and isinstance(before, syntax.Path) and isinstance(after, syntax.Path):
                if number > 1 and texts[number - 2] == "(" and self.names.find(after.text, "record") is not None:
                    self.variable(before.names[0], Value(after.text))
            elif word not in within or not isinstance(before, syntax.Path):
                continue
            elif isinstance(after, syntax.Path) and number > 1 and texts[number - 2] in ("(", *_each(language)):
                over = self.expression(after)
                self.variable(before.names[0], over.element if over is not None else None)
            elif number + 2 < len(tokens):
                name = tokens[number + 2] if texts[number + 1] in _each(language) else None
                if isinstance(name, syntax.Path):
                    over = self.expression(before)
                    self.variable(name.names[0], over.element if over is not None else None)


def _is_one_of(each: syntax.Path | str, words: tuple[str, ...]) -> bool:
    return isinstance(each, syntax.Path) and each.text in words


def _each(language: Dialect) -> tuple[str, ...]:
    rows = (language.keywords.get(terminal, ()) for terminal in ("FOR_EACH", "EACH"))
    return tuple(word.split(" ")[-1] for row in rows for word in row)


def _paths(source: Source) -> Iterator[syntax.Path | Span | str]:
    """The names with dots between them, the texts (as places) and everything else of *source*."""
    for count, found in enumerate(_TOKEN.finditer(source.text)):
        if count > MAXIMUM_TOKENS:
            return
        if found["path"]:
            names = tuple(
                syntax.Name(m.group(), span=Span(source, *m.span()))
                for m in _NAME.finditer(source.text, *found.span("path"))
            )
            yield syntax.Path(names, span=Span(source, *found.span("path")))
        elif found["text"]:
            yield Span(source, *found.span())
        elif found["other"]:
            yield {"：": ":", "（": "(", "，": ",", "、": ","}.get(found["other"], found["other"])
