"""A lexer for Pygments, and so for Sphinx, MkDocs, Rich and whatever else colours with it.

Installed packages find it by themselves: ``pygmentize -l pingan``, or a fence of ``rules`` in documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    _TokenType,
)

from pingan.highlighting.kinds import Kind
from pingan.highlighting.scanning import pieces
from pingan.highlighting.words import words_of
from pingan.language.dialects import core_dialects
from pingan.language.environment import Environment

TOKENS: Final[dict[Kind, _TokenType]] = {
    Kind.SPACE: Text.Whitespace,
    Kind.COMMENT: Comment.Single,
    Kind.DIRECTIVE: Comment.Special,
    Kind.CODE: Comment.Special,
    Kind.TEXT: String.Double,
    Kind.LABEL: String.Doc,
    Kind.CLAUSE: String.Symbol,
    Kind.NUMBER: Number,
    Kind.DATE: Literal.Date,
    Kind.UNIT: Number.Other,
    Kind.DECLARATION: Keyword.Declaration,
    Kind.IMPORT: Keyword.Namespace,
    Kind.KEYWORD: Keyword,
    Kind.MODALITY: Keyword.Reserved,
    Kind.WORD_OPERATOR: Operator.Word,
    Kind.CONSTANT: Keyword.Constant,
    Kind.STATE: Keyword.Pseudo,
    Kind.TYPE: Keyword.Type,
    Kind.BUILTIN: Name.Builtin,
    Kind.DECLARED: Name.Class,
    Kind.FIELD: Name.Attribute,
    Kind.MEMBER: Name.Property,
    Kind.CALLED: Name.Function,
    Kind.NAME: Name,
    Kind.OPERATOR: Operator,
    Kind.PUNCTUATION: Punctuation,
    Kind.WRONG: Error,
}
"""What Pygments calls each kind of piece."""


class RulesLexer(Lexer):
    """Policies in English and Chinese, and in whatever the libraries of a `pingan.Environment` bring.

    The option ``environment`` gives it: their dialects, clause forms and functions are coloured then, too.
    """

    name = "Pingan policy"
    url = ""
    aliases: ClassVar[list[str]] = ["pingan", "rules"]
    filenames: ClassVar[list[str]] = ["*.rules"]
    mimetypes: ClassVar[list[str]] = ["text/x-pingan"]
    version_added = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        given = options.get("environment")  # on a command line every option is a text
        self._environment = given if isinstance(given, Environment) else None

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """The tokens of *text*; together they are *text*."""
        for start, kind, piece in pieces(text, words_of(self._environment)):
            yield start, TOKENS[kind], piece

    @staticmethod
    def analyse_text(text: str) -> float:
        """How surely *text* is a policy: other programs have ``.rules`` files, and none of theirs begins so."""
        lines = (line.strip("\ufeff \t\r\u3000") for line in text[:100_000].splitlines())
        first = next((line for line in lines if line and line[0] not in "#＃"), "")
        return 0.9 if first.split(maxsplit=1)[:1] and first.split()[0] in core_dialects().openers else 0.0
