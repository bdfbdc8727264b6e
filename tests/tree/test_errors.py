"""What the parser says, in the words of the dialect, at the smallest place, with the remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.dialects import all_keywords, unglued
from pingan.source import Source
from pingan.tree.from_text import parse
from tests.tree.parsing import CHINESE, ENGLISH, parsed, problem, problems


def rule(condition: str) -> str:
    return f"{ENGLISH}rule r {{ when {condition} then a must b }}"


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        (rule("a == b"), "=", "equality is one `=`"),
        (rule("a <> b"), ">", None),
        (rule("a && b"), "&", "write `and` or `且`"),
        (rule("a || b"), "|", "write `or` or `或`"),
        (rule("!a"), "!", "write `not`, or `!=`"),
        (rule("3x > 2"), "3x", "names begin with a letter; a number stands apart from the word after it"),
        (f"{ENGLISH}rule r {{ whne a then b must c }}", "whne", "did you mean `when`?"),
        (f"{ENGLISH}rule r {{ when a then b must c; }}", ";", None),
        (f"{ENGLISH}actor 'a'", "'", None),
        (f"{ENGLISH}enum E [a, b]", "[", "write sets in braces: `{a, b}`"),
        (f"{ENGLISH}fact a boolean", "boolean", None),
        (f"{ENGLISH}ruel r {{ }}", "ruel", "did you mean `rule`?"),
        (rule("a 且 b"), "且", "in this file write `and`"),
        (f"{CHINESE}规则 r {{ when a 则 b 应当 c }}", "when", "in this file write `当`"),
        (f"{CHINESE}规则 r {{ 则 医院应当通报 }}", "}", "is `医院 应当 通报` meant? keywords stand apart from names"),
        (f"{CHINESE}规则 r {{ 当 a 为 b 时 则 x 应当 y }}", "为", None),
    ],
)
def test_a_slip_is_shown_where_it_is_with_what_to_write_instead(text: str, place: str, remedy: str | None) -> None:
    found = problems(text)[0]
    assert found.span is not None
    assert found.span.text == place
    assert found.message[0].islower() or found.message[0] == "`"
    assert remedy is None or found.help == remedy


def test_a_keyword_glued_into_a_han_word_is_taken_apart() -> None:
    assert unglued("持械且伤情") == "持械 且 伤情"
    assert unglued("医院应当通报") == "医院 应当 通报"
    assert unglued("医院") is None


@pytest.mark.parametrize("word", ["and", "且", "unless", "应当"])
def test_a_reserved_word_of_any_dialect_names_nothing(word: str) -> None:
    for text in (f"{ENGLISH}actor {word}", f"{CHINESE}主体 {word}"):
        found = problem(text)
        assert (found.code, found.span and found.span.text) == ("reserved-word", word)


@pytest.mark.parametrize("word", ["rule", "fact", "note", "cite", "set", "规则", "注", "依据", "时", "中", "前"])
def test_words_that_open_a_declaration_or_an_item_are_free_as_names(word: str) -> None:
    english = parsed(f"{ENGLISH}rule {word} {{ when {word} = {word} and x.{word} then {word} must {word} }}")
    chinese = parsed(f"{CHINESE}规则 {word} {{ 当 {word} = {word} 且 x.{word} 时 则 {word} 应当 {word} }}")
    assert english == chinese


@pytest.mark.parametrize("word", ["must", "and", "by", "应当", "且", "时"])
def test_after_a_dot_and_before_a_colon_every_word_is_a_name(word: str) -> None:
    parsed(f"{ENGLISH}record r {{ {word}: text }} rule q {{ when a.{word} then b must c({word}: a.{word}.{word}) }}")


def test_a_field_may_have_a_reserved_name_and_a_label() -> None:
    parsed(f'{ENGLISH}record r {{ a: integer >= 0 by "发布者": text and "x": integer >= 1 and <= 3 }}')


def test_a_deadline_word_cannot_be_a_keyword() -> None:
    assert problem(f"{CHINESE}规则 r {{ 则 a 应当 soft_ b }} 规则 q {{ 则 a 应当 zone b }}").code == "reserved-word"


@pytest.mark.parametrize("text", ["", "   \n", "# only a comment", "hello", "规划 甲", "{", "1", '"policy" p'])
def test_a_file_begins_with_policy_or_vocabulary(text: str) -> None:
    found = problem(text)
    assert "a file begins with `policy` or `vocabulary`" in found.message


def test_every_bad_declaration_is_reported_and_no_good_one() -> None:
    text = f"""{ENGLISH}
fact a: T
rule one {{
    when a == b
    then police must act
rule two {{
    when a and
    then x must y
}}
rule three {{ when not and then x must y }}
rule good {{ when a then x must y }}
ruel six {{}}
define q: integer {{ is 1 when b, = 100 otherwise }}
set y = 2016-02-30
enum E {{ a b }}
"""
    assert [d.span.line for d in problems(text) if d.span] == [5, 9, 11, 13, 14, 15, 16]


def test_a_brace_that_is_never_closed_is_shown_where_it_opens() -> None:
    found = problem(f"{ENGLISH}rule r {{\n    when a\n    then b must c\nfact x: T\n")
    assert (found.message, found.span and found.span.line) == ("this `{` is never closed", 2)


def test_a_brace_too_many_is_shown() -> None:
    assert problem(f"{ENGLISH}enum E {{ a }}\n}}\nfact x: T\n").message == "this `}` closes nothing"


def test_a_text_without_an_end_is_one_problem() -> None:
    found = problem(f'{ENGLISH}actor a "x\nactor b\n')
    assert (found.code, found.span and found.span.line) == ("unclosed-text", 2)


@pytest.mark.parametrize(
    ("literal", "message"),
    [
        ("2016-02-30", "there is no day `2016-02-30` in the calendar"),
        ("2016年13月1日", "there is no day `2016年13月1日` in the calendar"),
        ("0000-01-01", "there is no day `0000-01-01` in the calendar"),
        ("2016-2-3", "the month and the day of a date have two digits"),
        ("2016-01-05T24:30", "there is no time `2016-01-05T24:30`"),
        ("2016-01-05T10:30+25:00", "there is no time `2016-01-05T10:30+25:00`"),
        ("1.5 months", "`1.5 months` is no length of time: only minutes and hours have fractions"),
        ("0.5 个工作日", "`0.5 个工作日` is no length of time: only minutes and hours have fractions"),
    ],
)
def test_a_literal_that_says_nothing_possible_is_refused(literal: str, message: str) -> None:
    found = problem(f"{ENGLISH}set a = {literal}")
    assert (found.code, found.message, found.span and found.span.text) == ("bad-literal", message, literal)


@pytest.mark.parametrize("value", ["{a, ...}", "{{a: 1}}", "{at least 3}", "{unknown}", "max({one of {a}})"])
def test_only_givens_are_open_bounded_or_unknown(value: str) -> None:
    assert problem(f"{ENGLISH}set a = {value}").code == "only-in-scenarios"


@pytest.mark.parametrize("item", ["when a", "since a", "in force from a", "soft", "then a must b"])
def test_what_stands_once_in_a_rule_cannot_stand_twice(item: str) -> None:
    found = problem(
        f"{ENGLISH}rule r {{ then a must b {item} {item} }}"
        if "then" not in item
        else f"{ENGLISH}rule r {{ {item} {item} }}"
    )
    assert found.code == "duplicate-item"
    assert len(found.annotations) == 2


def test_a_rule_has_a_consequence_a_definition_a_value_and_an_interpretation_readings() -> None:
    for text in ("rule r { when a }", 'define d: integer { cite "1" }', 'interpretation i { question "?" }'):
        assert problem(ENGLISH + text).code == "missing-item"


@given(st.text(max_size=200))
def test_any_text_gives_diagnostics_and_never_an_exception(text: str) -> None:
    for prefix in ("", ENGLISH, CHINESE, f"{ENGLISH}rule r {{ when "):
        diagnostics = Diagnostics()
        module = parse(Source("<any>", prefix + text), diagnostics)
        assert (module is None) == diagnostics.has_errors


_SIGNS = ["{", "}", "(", ")", ",", ":", "=", "<", ">=", "+", "-", "*", "/", ".", "...", '"', "“", "”", "#", "\n"]
_LITERALS = ["1", "3%", "2016-01-05", '"x"', "x", "甲"]
_PIECES = st.sampled_from([*_SIGNS, *_LITERALS, *sorted(all_keywords())])


@given(st.lists(_PIECES, max_size=40).map(" ".join))
def test_any_sequence_of_words_gives_diagnostics_and_never_an_exception(text: str) -> None:
    for prefix in (ENGLISH, CHINESE):
        diagnostics = Diagnostics()
        module = parse(Source("<any>", prefix + text), diagnostics)
        assert (module is None) == diagnostics.has_errors
        assert all(d.span is not None and d.span.end <= len(prefix + text) for d in diagnostics)


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("政策 甲 规则 乙 { 当 a 且\n 则 b 应当 c }", "a value is missing before `则`", None),
        ("policy p rule r { when a >=\n then b must c }", "a value is missing before `then`", None),
        (
            "policy p set a = must",
            "a value is missing before `must`",
            "`must` is a word of the language, so nothing can be named by it",
        ),
    ],
)
def test_a_value_that_is_missing(text: str, message: str, remedy: str | None) -> None:
    found = problem(text)
    assert (found.code, found.message, found.help) == ("unexpected-text", message, remedy)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("政策 甲 规则 乙 { 如果 a 则 b 应当 c }", "in this file write `当`"),
        ("政策 甲 规则 乙 { 则 b 应当 在 2 小时 内 c }", "in this file write `于`"),
        ("政策 甲 情景 “乙” { 已知 a = 大于 3 }", "in this file write `超过`"),
        ("policy p rule r { if a then b must c }", "in this file write `when`"),
    ],
)
def test_everyday_words_lead_to_the_words_of_the_language(text: str, remedy: str) -> None:
    assert problem(text).help == remedy


def test_a_comment_above_the_header_is_no_declaration_when_something_else_is_wrong() -> None:
    found = problem("# of the file\n词汇 甲\n\n# of b\n记录 乙 是主体 {}")
    assert found.span is not None
    assert found.span.text == "是主体"
