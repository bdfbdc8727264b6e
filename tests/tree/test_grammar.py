"""The grammar itself: no conflicts, no name taken for a keyword, terminals that take linear time."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
from lark import Lark, logger
from lark.parsers.lalr_analysis import Shift

from pingan.language.dialect import DIALECTS, dialect
from pingan.language.dialects import reserved_words
from pingan.tree.fragments import Fragment
from pingan.tree.grammar import grammar_text, parser
from tests.tree.parsing import CHINESE, ENGLISH, parsed


@pytest.mark.parametrize("name", DIALECTS)
def test_the_grammar_has_no_conflicts_and_no_unused_terminals(name: str, caplog: pytest.LogCaptureFixture) -> None:
    logger.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.DEBUG, logger=logger.name):
            Lark(
                grammar_text(dialect(name)),
                start=["module", "declarations"],
                parser="lalr",
                lexer="contextual",
                debug=True,
            )
    finally:
        logger.removeHandler(caplog.handler)
    assert [r.getMessage() for r in caplog.records if "onflict" in r.getMessage() or "nused" in r.getMessage()] == []


@pytest.mark.parametrize("name", DIALECTS)
def test_where_a_name_can_stand_every_keyword_that_can_stand_is_reserved(name: str) -> None:
    # `cite` and `note` are told apart by the text that follows them; states that a name only closes
    # lead to a deadline's word in English, which may be no keyword.
    guarded = {w for d in DIALECTS for t in ("CITE", "NOTE") for w in dialect(d).keywords[t]}
    keywords = dialect(name).keywords
    for accepted in parser(name).parser.parser._parse_table.states.values():
        if "NAME" not in accepted or accepted["NAME"][0] is not Shift:
            continue
        words = {w for t in accepted if t[1:] in keywords for w in keywords[t[1:]] if " " not in w}
        assert words <= reserved_words() | guarded


@pytest.mark.parametrize("name", DIALECTS)
def test_a_field_never_can_begin_where_an_operator_can_stand(name: str) -> None:
    for accepted in parser(name).parser.parser._parse_table.states.values():
        assert "KEY" not in accepted or not {"_HAS", "_IN", "_WHERE", "_HAS_ANY"} & set(accepted)


def test_both_dialects_have_a_word_for_every_built_in_name() -> None:
    english, chinese = (dialect(name).groups for name in DIALECTS)
    assert {g: set(rows) for g, rows in english.items()} == {g: set(rows) for g, rows in chinese.items()}


def test_a_fragment_adds_a_declaration_and_its_words() -> None:
    for name, word, text in (("en", "warning", "policy p warning x"), ("zh", "警告", "政策 p 警告 x")):
        fragment = Fragment("warning", "warning: _WARNING NAME\n", (("WARNING", (word,)),), "WARNING")
        tree = parser(name, (fragment,)).parse(text, start="module")
        assert tree.children[1].data == "warning"  # type: ignore[union-attr]


LONG = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "1" * LONG,
        "1." * (LONG // 2),
        "2016-" * (LONG // 5),
        "2016年" * (LONG // 8),
        "1 " + " " * LONG,
        "a" * LONG,
        "a." * (LONG // 2),
        "a" + " " * LONG,
        'a ""' * (LONG // 4),
        '"' + "a" * LONG,
        '"' * LONG,
        "“" * (LONG // 3),
        "has" + " " * LONG,
        "has any" + "\n" * LONG,
        "half" + " " * LONG,
        "#" * LONG,
        "非" * (LONG // 3),
        "." * LONG,
        "-" * LONG,
        "!" * LONG,
    ],
    ids=lambda text: f"{text[:6]!r}",
)
@pytest.mark.parametrize("name", DIALECTS)
def test_every_terminal_takes_linear_time(name: str, text: str) -> None:
    lexer = parser(name).parser.lexer.root_lexer
    start = time.perf_counter()
    for _ in range(3):
        lexer.scanner.match(_Slice(text), 0)
        lexer.scanner.match(_Slice(text), len(text) // 2)
    assert time.perf_counter() - start < 3


class _Slice:
    def __init__(self, text: str) -> None:
        self.text, self.end = text, len(text)


WORDS = [
    word
    for line in (Path(__file__).parents[1] / "golden" / "words_like_keywords.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
]


@pytest.mark.parametrize("word", [w for w in WORDS if w not in reserved_words()])
def test_a_word_that_begins_like_a_keyword_is_one_name_in_both_dialects(word: str) -> None:
    english = parsed(f"{ENGLISH}rule r {{ when not {word} and {word} then {word} must {word}({word}) }}")
    chinese = parsed(f"{CHINESE}规则 r {{ 当 非 {word} 且 {word} 时 则 {word} 应当 {word}（{word}） }}")
    assert english == chinese
    assert parsed(f"{ENGLISH}fact {word}: boolean") == parsed(f"{CHINESE}事实 {word}：真假")


def test_there_are_enough_such_words() -> None:
    assert len([w for w in WORDS if w not in reserved_words() and w > "一"]) >= 60
