"""What highlighting makes of pieces of text, and that it agrees with the parser on all that ships."""

from __future__ import annotations

import string
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.highlighting import Kind, pieces, words_of
from pingan.highlighting.kinds import KEYWORDS, LITERALS, NAMES, SIGNS, TEXTS
from pingan.language.dialect import Dialect
from pingan.language.dialects import all_keywords, core_dialects
from pingan.language.library import Library
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.tree import automaton, lexemes
from pingan.tree.from_text import parse_text
from tests.forms.watch import WATCH
from tests.highlighting.shipped import POLICIES, read

NUMBERS = {"NUMBER", "DATE", "DATETIME", "DURATION", "MONTH", "MONTH_DAY"}
LOOKS_LIKE = {
    "name": NAMES | {Kind.TYPE, Kind.BUILTIN, Kind.UNIT},  # `every month`: the word of an interval is a name
    "keyword": KEYWORDS | {Kind.TYPE},  # `record Pool is actor`
    "literal": LITERALS | {Kind.KEYWORD},  # `5 日 前` is one literal that ends with a keyword
    "text": TEXTS,
    "sign": SIGNS | {Kind.CLAUSE},  # the commas between clause ids
}


def kinds(text: str) -> list[tuple[str, str]]:
    return [(piece.kind.name, piece.text) for piece in pieces(text) if piece.kind is not Kind.SPACE]


def kind_of(word: str, text: str) -> str:
    (found,) = {piece.kind.name for piece in pieces(text) if piece.text == word}
    return found


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("    when 非法行医 且 非 持械", "非法行医", "NAME"),
        ("    when 非法行医 且 非 持械", "非", "WORD_OPERATOR"),
        ("    when notice and not nothing", "notice", "NAME"),
        ("    when notice and not nothing", "not", "WORD_OPERATOR"),
        ("    then police must_not_be must act", "must", "MODALITY"),
        ("    then x must not act", "must not", "MODALITY"),
        ("    then x must  not act", "must  not", "MODALITY"),
        ("rule close_pool {", "rule", "DECLARATION"),
        ("rule close_pool {", "close_pool", "DECLARED"),
        ('ladder steps "Steps" {', "ladder", "DECLARATION"),
        ('ladder steps "Steps" {', '"Steps"', "LABEL"),
        ('    fine "晴",', '"晴"', "LABEL"),
        ('fact pool "the pool": Pool', '"the pool"', "LABEL"),
        ('parameter soon "at once": duration', "duration", "TYPE"),
        ("情景 “重大隐患未上报” {", "“重大隐患未上报”", "LABEL"),
        ('    cite "2.1-f"', '"2.1-f"', "CLAUSE"),
        ('    cite "1", "2"', '"1", "2"', "CLAUSE"),
        ('rule x { cite "1" when y }', '"1"', "CLAUSE"),
        ('rule x { cite "1", "2" }', "cite", "KEYWORD"),
        ('    omits "1" "says nothing"', '"1"', "CLAUSE"),
        ('    omits "1" "says nothing"', '"says nothing"', "TEXT"),
        ('    note "because"', '"because"', "TEXT"),
        ("    level: integer >= 0", "level", "FIELD"),
        ("    level: integer >= 0", "integer", "TYPE"),
        ("    级别：整数 ≥ 0", "整数", "TYPE"),
        ('    actor "whoever": text', "actor", "FIELD"),
        ("record Pool is actor {", "actor", "TYPE"),
        ("action tell is escalation", "escalation", "BUILTIN"),
        ("escalation upwards {", "escalation", "DECLARATION"),
        ("    when incident.level = due", "level", "MEMBER"),
        ("    when incident.level = due", "due", "NAME"),
        ("    expect closing due", "due", "STATE"),
        ("    expect no closing pending", "no", "KEYWORD"),
        ("enum State { late, due }", "late", "NAME"),
        ("enum State { due, late }", "due", "NAME"),
        ("    when count(x in xs) > 3", "count", "BUILTIN"),
        ("    then x must tell(y)", "tell", "CALLED"),
        ("    when x has any of {a}", "has any of", "WORD_OPERATOR"),
        ("    within 30 minutes", "30", "NUMBER"),
        ("    within 30 minutes", "minutes", "UNIT"),
        ("    within 3 working days", "working days", "UNIT"),
        ("于 3 个工作日 内", "个工作日", "UNIT"),
        ("于 30分钟内", "分钟", "UNIT"),
        ("于 30分钟内", "内", "KEYWORD"),
        ("自 2016年1月5日起", "2016年1月5日", "DATE"),
        ("自 2016年1月5日起", "起", "KEYWORD"),
        ("截至 2016年5月30日9时", "2016年5月30日9时", "DATE"),
        ("    when x >= 99.5%", "99.5%", "NUMBER"),
        ("    as of 2016-07-01T15:31+02:00", "2016-07-01T15:31+02:00", "DATE"),
        ("    as of 2016-07-01", "as of", "KEYWORD"),
        ("截至 2016年5月30日9时0分", "2016年5月30日9时0分", "DATE"),
        ("    is from late 2016-07", "late 2016-07", "DATE"),
        ("    uses patients, level", "level", "NAME"),
        ("    uses patients, level", "uses", "IMPORT"),
        ("    when x = true or y = unknown", "true", "CONSTANT"),
        ("# only a remark", "# only a remark", "COMMENT"),
        ("＃只是说明", "＃只是说明", "COMMENT"),
        ("when x # pingan: allow unused-fact", "pingan: allow", "DIRECTIVE"),
        ("when x # pingan: allow unused-fact, never-follows", "unused-fact, never-follows", "CODE"),
        ("# pingan: allow-file look-alike — as in the document", "pingan: allow-file", "DIRECTIVE"),
        ("# pingan: allow-file look-alike — as in the document", "look-alike", "CODE"),
        ("# pingan: allow-file look-alike — as in the document", " — as in the document", "COMMENT"),
        ("＃pingan：允许 unused-fact、cycle", "unused-fact、cycle", "CODE"),
        ("# pingan is the library", "# pingan is the library", "COMMENT"),
        ('note "no end', '"no end', "WRONG"),
        ("when x ? y", "?", "WRONG"),
    ],
)
def test_a_piece_is_what_it_looks_like(text: str, word: str, kind: str) -> None:
    assert kind_of(word, text) == kind


def test_a_rule_in_both_languages_has_the_same_kinds() -> None:
    english = 'rule closing "Closing" {\n cite "1"\n when wind >= 6 or not fine\n then keeper must close(pool)\n}'
    chinese = "规则 关闭 “关闭” {\n 依据 “1”\n 当 风力 ≥ 6 或 非 晴好 时\n 则 管理员 应当 关闭（泳池）\n}"
    without_end = [kind for kind, text in kinds(chinese) if text != "时"]
    assert [kind for kind, _ in kinds(english)] == without_end


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_it_agrees_with_the_parser(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = read(path)
    seen = [piece for piece in pieces(text) for _ in piece.text]
    assert "".join(piece.text for piece in pieces(text)) == text
    assert not [piece for piece in seen if piece.kind is Kind.WRONG]
    told = list(_lexemes(text, monkeypatch))
    assert len(told) > 3
    wrong = [
        (terminal, text[start:end], piece.kind.name, text.count("\n", 0, start) + 1)
        for terminal, start, end in told
        for piece in dict.fromkeys(seen[start:end])
        if piece.kind not in {*LOOKS_LIKE[_group(terminal, text[start])], Kind.SPACE}
    ]
    assert wrong == []


def _lexemes(text: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int, int]]:
    """What the parser takes each word and sign of *text* for; of a member its name alone."""
    told: list[tuple[str, int, int]] = []
    whole = lexemes.lexer

    def recording(*arguments: object):
        following = whole(*arguments)  # type: ignore[arg-type]

        def recorded(row, position):
            lexeme = following(row, position)
            told.append((lexeme[0], lexeme[2], lexeme[3]))
            return lexeme

        return recorded

    monkeypatch.setattr(automaton, "lexer", recording)
    parsed = parse_text(Source("tried.rules", text), Diagnostics(), standard_environment())
    assert parsed is not None and parsed.at_once
    for terminal, start, end in told:
        if terminal == "MEMBER":
            start = end - len(text[start:end].lstrip(".． \t\r\n"))
        if terminal != "HALF" and end > start:  # a word of the parser's tables that only opens an interval
            yield terminal, start, end


def _group(terminal: str, first: str) -> str:
    if terminal in {"NAME", "KEY", "MEMBER"}:
        return "name"
    if terminal == "STRING":
        return "text"
    if terminal in NUMBERS:
        return "literal"
    return "keyword" if first.isalpha() else "sign"


WORDS = sorted({*all_keywords(), *(w for d in core_dialects() for row in d.keywords.values() for w in row)})
TEXT = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(
            ["\n", " ", "\t", "\r\n", '"', "“", "”", "#", "# pingan: allow x", ":", "：", "{", ".", "3 days"]
        ),
        st.text(max_size=6),
        st.text(string.printable, max_size=6),
    ),
    max_size=40,
).map("".join)


@given(TEXT)
def test_pieces_are_the_text(text: str) -> None:
    found = list(pieces(text))
    assert "".join(piece.text for piece in found) == text
    assert [piece.start for piece in found] == [sum(len(p.text) for p in found[:i]) for i in range(len(found))]
    assert all(piece.text for piece in found)


@pytest.mark.parametrize(
    "unit",
    ["a", "非", " ", '"', "“", "“a”", "(", ",", "# ", "1", "1.", ".", "a ", "a:", 'a "b" ', "cite ", '"a", ', "\u3000"],
)
def test_long_lines_take_time_in_proportion(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.perf_counter()
        assert sum(len(piece.text) for piece in pieces(text)) == len(text)
        return time.perf_counter() - started

    seconds(1_000)
    assert seconds(50_000) < 2.0


def test_a_new_word_needs_no_second_place() -> None:
    """A dialect, a clause form and a function that a library brings are coloured by the words of their tables."""
    french = Dialect.from_table(
        {
            "name": "fr",
            "keywords": {"RULE": ["règle"], "WHEN": ["lorsque"], "MUST": ["doit"]},
            "types": {"date": ["jour"]},
        }
    )
    library = Library("somebody", "1", dialects=(french,), clause_forms=(WATCH,))
    words = words_of(standard_environment(library))
    text = "règle fermeture {\n lorsque vent > 3\n x: jour\n a doit fermer\n}\nwatch nightly {\n}"
    found = {p.text: p.kind.name for p in pieces(text, words)}
    assert (found["règle"], found["fermeture"], found["lorsque"]) == ("DECLARATION", "DECLARED", "KEYWORD")
    assert (found["doit"], found["jour"]) == ("MODALITY", "TYPE")
    assert (found["watch"], found["nightly"]) == ("DECLARATION", "DECLARED")
    assert kind_of("lorsque", " lorsque vent > 3") == "NAME"
    assert kind_of("nightly", "watch nightly {") == "NAME"
