"""The kinds of pieces that highlighting tells apart, and the keywords of which each is made."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final


class Kind(Enum):
    """What a piece of text is; the value is for people."""

    SPACE = "space"
    COMMENT = "comment"
    DIRECTIVE = "what a comment says to pingan: `pingan: allow`"
    CODE = "the code of a diagnostic, in a directive"
    TEXT = "a text between quotation marks"
    LABEL = "the label of what has just been named, or the title of a scenario"
    CLAUSE = "the id of a clause, or several"
    NUMBER = "a number"
    DATE = "a day, an instant, a month"
    UNIT = "the unit of a duration"
    DECLARATION = "a keyword that declares something"
    IMPORT = "a keyword that brings other modules in"
    KEYWORD = "any other keyword"
    MODALITY = "a keyword that says how strongly somebody is bound"
    WORD_OPERATOR = "an operator that is a word"
    CONSTANT = "a value that is a keyword"
    STATE = "a state of a norm"
    TYPE = "a type of the language itself"
    BUILTIN = "a function or value of the language itself"
    DECLARED = "a name where it is declared"
    FIELD = "a name before a colon"
    MEMBER = "a name after a dot"
    CALLED = "a name before a parenthesis"
    NAME = "any other name"
    OPERATOR = "an operator that is a sign"
    PUNCTUATION = "any other sign"
    WRONG = "what cannot stand in a policy"


KINDS_OF_KEYWORDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("USES", "EXTENDS", "NEEDS", "REPLACES"), Kind.IMPORT),
    **dict.fromkeys(("MUST", "MUST_NOT", "SHOULD", "MAY", "DISCRETION"), Kind.MODALITY),
    **dict.fromkeys(("MUST_BE", "SHOULD_BE", "MAY_BE", "DISCRETION_BE"), Kind.MODALITY),
    **dict.fromkeys(("AND", "OR", "NOT", "HAS", "HAS_ANY", "HAS_ALL", "IN"), Kind.WORD_OPERATOR),
    **dict.fromkeys(("TRUE", "FALSE", "ABSENT", "UNKNOWN"), Kind.CONSTANT),
    **dict.fromkeys(
        ("NONE", "PENDING", "DUE", "FULFILLED", "LATE", "BREACHED", "UNDETERMINED", "CONFLICT"), Kind.STATE
    ),
    "SET": Kind.DECLARATION,
}
"""Keywords of the grammar that are more than keywords. Those that declare something are found in the grammar itself."""

TEXTS: Final = frozenset({Kind.TEXT, Kind.LABEL, Kind.CLAUSE})
LITERALS: Final = frozenset({Kind.NUMBER, Kind.DATE, Kind.UNIT})
COMMENTS: Final = frozenset({Kind.COMMENT, Kind.DIRECTIVE, Kind.CODE})
NAMES: Final = frozenset({Kind.DECLARED, Kind.FIELD, Kind.MEMBER, Kind.CALLED, Kind.NAME})
SIGNS: Final = frozenset({Kind.OPERATOR, Kind.PUNCTUATION})
KEYWORDS: Final = frozenset(
    {
        *(Kind.DECLARATION, Kind.IMPORT, Kind.KEYWORD, Kind.MODALITY, Kind.WORD_OPERATOR),
        *(Kind.CONSTANT, Kind.STATE),
    }
)
