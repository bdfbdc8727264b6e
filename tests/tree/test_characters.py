"""Characters that mislead: every one of them is found, named and refused."""

from __future__ import annotations

import pytest

from pingan.diagnostics.diagnostic import Diagnostics, Severity
from pingan.language.names import skeleton
from pingan.source import Source
from pingan.syntax import nodes
from pingan.tree.from_bytes import read_source
from pingan.tree.from_text import parse
from tests.tree.parsing import CHINESE, ENGLISH, named, parsed, problem, problems


@pytest.mark.parametrize("mark", ["\r", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_hidden_line_end_after_a_comment_hides_no_rule(mark: str) -> None:
    found = problem(f"{ENGLISH}# a note{mark}actor hidden\n")
    assert found.code == "hidden-character"
    assert found.span is not None
    assert found.span.text == mark


def test_cr_lf_ends_lines() -> None:
    assert parsed("policy p\r\n# c\r\nactor a\r\n") == parsed("policy p\nactor a\n")


@pytest.mark.parametrize("mark", list("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
@pytest.mark.parametrize("place", ["# a {} b\nactor a", 'actor a "x{}y"', "actor a{}b"])
def test_text_direction_cannot_be_changed_anywhere(mark: str, place: str) -> None:
    found = problems(ENGLISH + place.format(mark))
    assert found[0].code == "hidden-character"
    assert f"U+{ord(mark):04X}" in found[0].message


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\U000e0041", "\x00", "\x1b", "\x7f"])
@pytest.mark.parametrize("place", ["# a{}b\nactor a", 'actor a "x{}y"', "actor a{}b"])
def test_invisible_and_control_characters_are_refused(mark: str, place: str) -> None:
    assert problems(ENGLISH + place.format(mark))[0].code == "hidden-character"


@pytest.mark.parametrize("mark", ["\u200d", "\ufe0f", "\u0301", "\U000e0100"])
def test_joiners_and_variations_make_no_second_name(mark: str) -> None:
    assert problems(f"{ENGLISH}actor a{mark}")[0].code == "hidden-character"


@pytest.mark.parametrize(
    ("letter", "twin"),
    [("а", "a"), ("Ο", "O"), ("エ", "工"), ("ロ", "口"), ("Ａ", "A"), ("３", "3"), ("⼈", "人"), ("\uf900", "豈")],
)
def test_a_letter_that_looks_like_another_is_refused_with_the_other_as_the_remedy(letter: str, twin: str) -> None:
    found = problem(f"{ENGLISH}actor x{letter}y")
    assert (found.code, found.help) == ("look-alike", f"write `{twin}`")


@pytest.mark.parametrize("letter", ["ж", "あ", "한", "ש", "🙂"])
def test_names_are_latin_and_han_alone(letter: str) -> None:
    assert problems(f"{ENGLISH}actor x{letter}y")[0].code == "unexpected-character"


def test_latin_and_han_may_stand_in_one_name() -> None:
    assert parsed(f"{ENGLISH}fact HIV抗体: boolean").declarations[0].field.name.text == "HIV抗体"  # type: ignore[union-attr]


def test_other_scripts_may_stand_in_texts_and_comments() -> None:
    parsed(f'{ENGLISH}actor a "жあ한 👩\u200d⚕️"  # жあ한\n')


def test_a_text_is_kept_in_composed_form() -> None:
    assert parsed(f'{ENGLISH}actor a "e\u0301"') == parsed(f'{ENGLISH}actor a "é"')


def test_names_that_look_alike_have_one_skeleton() -> None:
    assert skeleton("未定") == skeleton("末定")
    assert skeleton("醫院") == skeleton("医院")
    assert skeleton("l0") == skeleton("IO")
    assert skeleton("医院") != skeleton("医务")


def test_full_width_marks_read_as_half_width_outside_texts_and_comments() -> None:
    wide = "规则 r “a：b，（c）” {\n    # 注：“x”\n    当 a ＝ １ 时 }".replace("１", "1")
    assert parsed(f"{CHINESE}{wide.replace('}', '则　x　应当　y（甲：｛1，2、3｝，乙：a≥b，丙：3％） }')}") == parsed(
        f'{ENGLISH}rule r "a：b，（c）" {{ when a = 1 then x must y(甲: {{1, 2, 3}}, 乙: a >= b, 丙: 3%) }}'
    )


def test_places_stay_what_they_are_after_full_width_marks() -> None:
    found = problem("政策 p\n规则 r { 则 x 应当 y（甲：1）； }")
    assert found.span is not None
    assert found.span.text == "；"


def test_each_quote_ends_at_its_own_mark() -> None:
    assert parsed(f'{ENGLISH}actor a "x“y”z"').declarations[0].label == "x“y”z"  # type: ignore[union-attr]
    assert parsed(f'{ENGLISH}actor a “x"y"z”').declarations[0].label == 'x"y"z'  # type: ignore[union-attr]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parsed("\ufeffpolicy p") == parsed("policy p")
    source = read_source("p.rules", b"\xef\xbb\xbfpolicy p", Diagnostics())
    assert source is not None
    assert source.text == "policy p"


@pytest.mark.parametrize(
    ("content", "hint"),
    [("政策 甲".encode("gbk"), "GBK"), ("政策".encode("utf-16"), "UTF-16"), (b"policy p \xff\xfe\x00", "UTF-8")],
)
def test_other_encodings_are_named_not_guessed(content: bytes, hint: str) -> None:
    diagnostics = Diagnostics()
    assert read_source("p.rules", content, diagnostics) is None
    (found,) = diagnostics
    assert found.code == "unreadable-text"
    assert hint in f"{found.message} {found.help}"


def test_half_a_character_is_refused() -> None:
    assert problems("policy p\n# \ud800")[0].code == "hidden-character"


@pytest.mark.parametrize(
    ("one", "other"), [("已停止", "己停止"), ("未定", "末定"), ("医院", "醫院"), ("ward_l", "ward_1")]
)
def test_two_names_of_a_file_that_look_alike_are_a_warning(one: str, other: str) -> None:
    diagnostics = Diagnostics()
    text = f'{ENGLISH}fact {one}: boolean  # {other}\nfact b "{other}": text\nrule r {{ when {other} then x must y }}'
    assert parse(Source("<test>", text), diagnostics) is not None
    (found,) = diagnostics
    assert (found.code, found.severity) == ("look-alike-names", Severity.WARNING)
    assert found.span is not None
    assert (found.span.text, found.span.line) == (other, 4)


def test_a_negation_is_never_lost_in_the_word_after_it() -> None:
    for text in (f"{ENGLISH}set a = not weapon", f"{CHINESE}设定 a = 非 weapon"):
        assert parsed(text).declarations == (nodes.Setting(named("a"), nodes.Not(named("weapon"))),)
    for word in ("notweapon", "非weapon"):
        assert parsed(f"{ENGLISH}set a = {word}").declarations == (nodes.Setting(named("a"), named(word)),)
