"""The TextMate grammar of policies, as VS Code and other editors read it.

``python -m pingan.highlighting.textmate [FILE]`` writes it; nobody edits it by hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from pingan.highlighting.kinds import Kind
from pingan.highlighting.patterns import Pattern, patterns
from pingan.highlighting.words import Words, words_of

SCOPE: Final = "source.pingan"
SCOPES: Final[dict[Kind, str]] = {
    Kind.COMMENT: "comment.line.number-sign",
    Kind.DIRECTIVE: "comment.line.number-sign keyword.other.directive",
    Kind.CODE: "comment.line.number-sign constant.other.code",
    Kind.TEXT: "string.quoted.double",
    Kind.LABEL: "string.quoted.double.label",
    Kind.CLAUSE: "string.quoted.double.clause",
    Kind.NUMBER: "constant.numeric",
    Kind.DATE: "constant.numeric.date",
    Kind.UNIT: "keyword.other.unit",
    Kind.DECLARATION: "storage.type",
    Kind.IMPORT: "keyword.control.import",
    Kind.KEYWORD: "keyword.control",
    Kind.MODALITY: "storage.modifier.modality",
    Kind.WORD_OPERATOR: "keyword.operator.word",
    Kind.CONSTANT: "constant.language",
    Kind.STATE: "support.constant.state",
    Kind.TYPE: "support.type",
    Kind.BUILTIN: "support.function",
    Kind.DECLARED: "entity.name.type",
    Kind.FIELD: "variable.other.field",
    Kind.MEMBER: "variable.other.property",
    Kind.CALLED: "entity.name.function",
    Kind.NAME: "variable.other",
    Kind.OPERATOR: "keyword.operator",
    Kind.PUNCTUATION: "punctuation",
    Kind.WRONG: "invalid.illegal",
}
"""The scopes that themes know, without the suffix that says whose they are."""


def scopes(kind: Kind) -> str:
    """What an editor's theme is told of a piece of *kind*; nothing of spaces."""
    return " ".join(f"{scope}.pingan" for scope in SCOPES.get(kind, "").split())


def textmate_grammar(words: Words | None = None) -> dict[str, Any]:
    """The grammar of a language with *words* (without: the language's own), as data for JSON."""
    return {
        "information_for_contributors": "Made by `make vscode` from the words in grammars/: do not edit.",
        "name": "Pingan policy",
        "scopeName": SCOPE,
        "fileTypes": ["rules"],
        "patterns": [_match(pattern) for pattern in patterns(words or words_of())],
    }


def _match(pattern: Pattern) -> dict[str, Any]:
    kinds = [kind for kind, _ in pattern.parts]
    if len(kinds) == 1 and kinds[0] is not Kind.SPACE:
        return {"match": pattern.expression, "name": scopes(kinds[0])}
    captures = {str(group): {"name": scopes(kind)} for group, kind in enumerate(kinds, 1) if kind is not Kind.SPACE}
    return {"match": pattern.expression, "captures": captures}


def to_json() -> str:
    """The grammar as the text of its file."""
    return json.dumps(textmate_grammar(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(to_json(), encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(to_json())
