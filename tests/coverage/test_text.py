"""Registers held against documents, all of our own making: anchors, locators, and text with no clause."""

from __future__ import annotations

from time import perf_counter

import pytest

from pingan.coverage import segments
from pingan.coverage.holding import NotInTextError, hold
from pingan.coverage.nodes import ClauseCoverage
from pingan.coverage.text import Text
from pingan.coverage.text_nodes import Held, TextCoverage
from tests.coverage.conftest import CLAUSES, DOCUMENT


def clauses(*rows: tuple[str, str | None, str | None]) -> list[ClauseCoverage]:
    return [ClauseCoverage(name, None, locator, anchor, None, "missing") for name, locator, anchor in rows]


def held(text: str, *rows: tuple[str, str | None, str | None], **more: str) -> TextCoverage:
    return hold(Text("a.txt", text), clauses(*rows), **more)


def only(found: TextCoverage) -> Held:
    (clause,) = found.clauses
    return clause


POOL = [(short, locator, anchor) for short, locator, anchor, _ in CLAUSES]


def test_every_anchor_stands_in_the_section_that_its_locator_names() -> None:
    found = held(DOCUMENT, *POOL)
    assert found.wrong == ()
    assert [c.line for c in found.clauses] == [5, 5, 8, 9, 9, 10, 10, 10]
    assert [s.words for s in found.headings] == ["二、管理"]


def test_what_stands_around_the_document_is_told_and_not_read() -> None:
    found = held(DOCUMENT, *POOL)
    assert (found.before and found.before.words, found.after and found.after.words) == (
        "首页 > 文件 > 正文 游泳池管理办法 一、总则",
        "相关推荐:十大泳池",
    )
    assert found.read.line == 5


def test_text_with_no_clause_is_told_paragraph_by_paragraph() -> None:
    text = DOCUMENT.replace("二、管理", "本办法由水务局解释。\n\n二、管理").replace(
        "（三）场外", "（三）入口应当有灯。场外"
    )
    found = held(text, *POOL)
    assert [(s.section, s.words) for s in found.uncovered] == [
        ("一/第2段", "本办法由水务局解释。"),
        ("二(三)", "入口应当有灯。"),
    ]


def test_sentences_before_the_first_clause_of_a_paragraph_belong_to_none() -> None:
    text = "一、总则\n水池应当清洁。夜间应当照明，并且有人值守。每日登记。\n"
    found = held(text, ("a", "一", "有人值守"))
    assert [s.words for s in found.uncovered] == ["水池应当清洁。"]


def test_sentences_behind_a_clause_are_its_own_and_many_are_told() -> None:
    text = "一、总则\n水池应当清洁。夜间照明。有人值守。每日登记。\n"
    found = held(text, ("a", "一", "水池应当"))
    assert found.uncovered == ()
    assert [c.clause for c in found.long] == ["a"]


def test_titles_of_numbered_items_are_no_text_with_no_clause() -> None:
    text = "（一）加强巡查。各池应当每日巡查。\n"
    assert held(text, ("a", "(一)", "各池应当")).uncovered == ()


@pytest.mark.parametrize(
    ("anchor", "standing"),
    [
        ("夜间应当照明", "found"),
        ("夜间 应当\n照明", "found"),
        ("有“深水”标志", "found"),
        ('有"深水"标志', "found"),
        ("２人值守", "found"),
        ("（含节假日）", "found"),
        ("夜间应当照亮", "altered"),
        ("水池应当", "elsewhere"),
        ("不在文中的话", "missing"),
        (None, "none"),
    ],
)
def test_blanks_widths_and_quotes_make_no_difference_to_anchors(anchor: str | None, standing: str) -> None:
    text = "一、水池应当清洁，\n二、夜间应\u3000当照明，有“深水”标志，2人值守(含节假日)。\n"
    assert only(held(text, ("a", "二", anchor))).standing == standing


def test_an_altered_anchor_is_told_as_far_as_it_is_there() -> None:
    clause = only(held("一、夜间应当照明。\n", ("a", "一", "夜间应当照亮水面")))
    assert (clause.begins, clause.line) == ("夜间应当照", 1)


def test_an_anchor_may_run_on_into_the_next_section() -> None:
    assert held("一、照明。\n二、值守。\n", ("a", "一", "照明。二、值守")).wrong == ()


def test_a_locator_that_leads_nowhere_is_told_with_its_lost_step() -> None:
    clause = only(held("一、照明。\n（一）夜间照明应当足够。\n", ("a", "一(三)2", "夜间照明")))
    assert (clause.has_locator, clause.lost, clause.standing) == (False, "(三)", "found")
    assert not clause.right


@pytest.mark.parametrize(
    ("locator", "anchor"),
    [
        ("第1段", "本办法"),
        ("第2段", "水池是指"),
        ("序", "本办法"),
        ("首部(依据)", "本办法"),
        ("一/第1段", "巡查不少于"),
        ("一、巡查", "巡查不少于"),
        ("第二章", "由水务局"),
        ("落款", "水务局\n2016年"),
        ("特别提示", "请勿跳水"),
        ("末段", "2016年1月"),
    ],
)
def test_paragraphs_beginnings_ends_and_named_places(locator: str, anchor: str) -> None:
    text = (
        "本办法依据条例制定。\n水池是指人工水池。\n一、巡查\n巡查不少于两次。\n【特别提示】请勿跳水。\n"
        "第二章 附则\n由水务局解释。\n\n水务局\n2016年1月5日\n"
    )
    found = only(held(text, ("a", locator, anchor)))
    assert (found.standing, found.lost) == ("found", None)


def test_of_repeated_anchors_the_order_of_clauses_decides() -> None:
    text = "一、应当登记。\n应当上报。\n应当登记。\n二、应当登记。\n"
    found = held(text, ("a", "一", "应当上报"), ("b", "一", "应当登记"), ("c", "二", "应当登记"))
    assert [c.line for c in found.clauses] == [2, 3, 4]
    assert [c.times for c in found.clauses] == [1, 2, 1]


def test_of_several_documents_in_a_text_the_right_one_is_read() -> None:
    text = "办法第1篇\n一、照明。\n二、巡查应当登记。\n办法第2篇\n一、照明。\n二、巡查应当上报。\n"
    second = held(text, ("a", "一", "照明"), ("b", "二", "巡查应当上报"))
    assert [c.line for c in second.clauses] == [5, 6]
    named = held(text, ("a", "第1篇/一", "照明"), ("b", "第1篇/二", "巡查应当上报"))
    assert [(c.line, c.standing) for c in named.clauses] == [(2, "found"), (6, "outside")]


def test_a_document_may_be_read_from_words_until_words() -> None:
    text = "一、照明。\n附件\n一、照明。\n二、应当登记。\n以上\n三、上报。\n"
    found = held(text, ("a", "一", "照明"), start="附件", until="以上")
    assert (only(found).line, [s.words for s in found.uncovered]) == (3, ["二、应当登记。"])
    assert (found.before and found.before.words, found.after and found.after.words) == ("一、照明。", "以上 三、上报。")
    with pytest.raises(NotInTextError, match="does not say `附录`"):
        held(text, ("a", "一", "照明"), start="附录")
    with pytest.raises(NotInTextError, match="after that"):
        held(text, ("a", "一", "照明"), start="以上", until="附件")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\n\r\n"])
def test_any_line_ends_will_do(end: str) -> None:
    found = held(end.join(["一、照明应当足够。", "二、巡查应当登记。"]), ("a", "二", "巡查应当"), ("b", "一", "照明"))
    assert found.wrong == ()


def test_a_text_without_numbers_is_read_by_paragraphs() -> None:
    found = held("照明应当足够。\n巡查应当登记。\n", ("a", None, "巡查"), ("b", "第1段", "照明"))
    assert (found.wrong, found.segments) == ((), 2)


@pytest.mark.parametrize("text", ["", " \n\r\n", "\0\0\u200b"])
def test_a_text_without_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no text"):
        held(text, ("a", "一", "照明"))


def test_characters_that_do_not_show_are_passed_over() -> None:
    assert held("\ufeff一、照\0明应\u200b当足够\x1b。", ("a", "一", "照明应当足够")).wrong == ()


HOSTILE = {
    "one line": "各池应当按期巡查并留存记录。",
    "one anchor again and again": "第7号事项应当在三日内办理。",
    "open brackets": "(",
    "digits": "1",
    "numbers in words": "一",
    "blanks between": "( ",
    "ordinals": "第",
    "ends of sentences": "。",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_work_grows_with_the_text_and_no_faster(text: str) -> None:
    rows = [(f"p-{i}", f"{i % 50 + 1}", f"第{i}号事项应当在三日内办理") for i in range(100)]

    def seconds(length: int) -> float:
        start = perf_counter()
        held(text * (length // len(text)), *rows)
        return perf_counter() - start

    small = max(seconds(200_000), 0.05)
    assert seconds(1_600_000) < 40 * small


@pytest.mark.parametrize("text", ["一、照明。\n", "。1.", "。1.甲2.", "甲第1篇 ", "\n甲"])
def test_more_items_than_any_document_has_are_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MAXIMUM_UNITS", 2000)
    with pytest.raises(ValueError, match="more than 2,000 paragraphs and items"):
        held(text * 2002, ("a", "一", "照明"))
