"""Types in words, for details and hovers."""

from __future__ import annotations

from pingan.editor.nodes import Value
from pingan.editor.view import View
from pingan.language.dialect import dialect

_BUILT_IN = ("boolean", "integer", "decimal", "text", "date", "datetime", "duration", "period", "actor")


def value_text(view: View, value: Value) -> str:
    """The type *value* in the words of the language that is spoken: ``set of Sign``, ``迹象 集合``."""
    words = view.language if view.spoken in (view.language, view.language.sentences) else dialect(_spoken(view))
    name = words.word("types", value.name) if value.name in _BUILT_IN else _titled(view, value.name)
    match value.many:
        case "one":
            return name
        case "set":
            return words.phrase("set_of", type=name)
        case "list":
            return words.phrase("list_of", type=name)


def _spoken(view: View) -> str:
    return "zh" if view.is_chinese() else "en"


def _titled(view: View, name: str) -> str:
    short = name.rpartition(".")[2]
    found = view.names.find(short, "enum", "record", "interpretation")
    return (found.symbol.label if found is not None and view.is_chinese() else None) or short
