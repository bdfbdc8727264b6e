"""Fixes: each takes its finding away and no meaning with it, comments stay, and harm is never kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pingan
from pingan.diagnostics.diagnostic import Diagnostic
from pingan.diagnostics.fix import Edit, Fix
from pingan.linting.checked import Checked, checked
from pingan.linting.configuration import Configuration
from pingan.linting.edits import applied, overlap, removal, removal_from_list
from pingan.linting.fixing import Fixed, fixed
from pingan.linting.lint import Lint
from pingan.linting.running import UNUSED_ALLOW
from pingan.linting.table import LINTS
from pingan.source import Source, Span
from tests.linting.test_rules import written

FLOOD: Final = """policy flood {
    zone "Asia/Shanghai"
}

enum water { river, sea, lake }

fact kind: water
fact depth: integer
fact closed: boolean
actor warden
"""


def mend(path: Path, configuration: Configuration | None = None, *, unsafe: bool = False) -> Fixed:
    chosen = configuration or Configuration()

    def check(file: str, texts: Mapping[str, str]) -> Checked:
        return checked(file, configuration=chosen, texts=texts)

    return fixed([str(path)], check, unsafe=unsafe)


def mended(text: str, folder: Path, configuration: Configuration | None = None, *, unsafe: bool = False) -> str:
    """*text* after every fix there is for it."""
    path = folder / "flood.rules"
    path.write_bytes(text.encode())
    done = mend(path, configuration, unsafe=unsafe)
    assert path.read_bytes() == text.encode(), "nothing is written"
    return done.texts[str(path)][1] if done.texts else text


def rule(condition: str, name: str = "close") -> str:
    return f'{FLOOD}\nrule {name} {{\n    cite "1"\n    when {condition}\n    then warden must ensure closed\n}}\n'


# --- rules of the table ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lint", [r for r in LINTS.values() if r.fix], ids=lambda r: r.code)
def test_its_fix_takes_its_finding_away_and_brings_no_other(lint: Lint, tmp_path: Path) -> None:
    path = written(lint.row.example, tmp_path / "example")
    everything = Configuration(extend_select=(lint.code,), ignore=("no-citation",))
    before = checked(path, configuration=everything)
    fixable = [d for d in before.diagnostics if d.code == lint.code and d.fixes]
    if not fixable:
        assert lint.code in ("empty-label",), "the example of a rule with fixes has one"
        return
    # What is unused among allowances is known when all rules have run.
    done = mend(path, everything if lint.code == UNUSED_ALLOW else Configuration(select=(lint.code,)), unsafe=True)
    assert done.applied and {a.code for a in done.applied} == {lint.code}
    (text,) = (after for _, after in done.texts.values())
    path.write_text(text, "utf-8")
    after = checked(path, configuration=everything)
    assert not after.has_errors
    assert lint.code not in {d.code for d in after.diagnostics}
    assert {d.code for d in after.diagnostics} <= {d.code for d in before.diagnostics}
    again = pingan.load(written(lint.row.example, tmp_path / "again")).model
    if all(d.fixes[0].safe for d in fixable):
        assert pingan.load(path).model.rules.keys() == again.rules.keys()


# --- what passes report ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("kind = river or kind = sea", "kind in {river, sea}"),
        ("kind = river or kind = sea or kind = lake", "kind in {river, sea, lake}"),
        ("depth > 3 or kind = river or kind = sea", "depth > 3 or kind in {river, sea}"),
        ("kind = river or kind = sea or depth > 3", "kind in {river, sea} or depth > 3"),
        ("(kind = river or kind = sea) and depth > 3", "(kind in {river, sea}) and depth > 3"),
        ("not (kind = river or kind = river)", "not (kind in {river})"),
        # What stands apart, or has a comment in it, is left to its author.
        ("kind = river or depth > 3 or kind = sea", None),
        ("kind = river # the Songhua\n        or kind = sea", None),
    ],
)
def test_what_is_read_twice_is_read_once(before: str, after: str | None, tmp_path: Path) -> None:
    assert [d.code for d in pingan.check(Source("f", rule(before)))] == ["read-twice"]
    assert mended(rule(before), tmp_path) == rule(after or before)


def test_in_the_words_of_the_file(tmp_path: Path) -> None:
    text = "政策 flood { 时区 “Asia/Shanghai” }\n枚举 水 { 江, 海 }\n事实 种类：水\n事实 关：真假\n主体 看守\n"
    text += "规则 甲 { 当 种类 = 江 或 种类 = 海 时 则 看守 应当 确保 关 }\n"
    assert "当 种类 属于 {江、海} 时" in mended(text, tmp_path)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    parts=st.lists(
        st.sampled_from(["kind = river", "kind = sea", "kind = lake", "depth > 3", "closed"]), min_size=2, max_size=5
    ),
    frame=st.sampled_from(["{}", "not ({})", "depth < 9 and ({})"]),
)
def test_what_is_read_once_decides_as_it_did(parts: list[str], frame: str, tmp_path: Path) -> None:
    before = rule(frame.format(" or ".join(parts)))
    after = mended(before, tmp_path, Configuration(select=("read-twice",)))
    old, new = (pingan.load(Source("flood.rules", text)) for text in (before, after))
    for kind in ("river", "sea", "lake"):
        for depth in (3, 4, 9):
            for closed in (True, False):
                facts = {"kind": kind, "depth": depth, "closed": closed}
                states = [[n.states for n in p.evaluate(facts, as_of="2016-06-01").norms] for p in (old, new)]
                assert states[0] == states[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('cite "1", "2", "1"', 'cite "1", "2"'),
        ('cite "1", "1", "2"', 'cite "1", "2"'),
        ('cite "1"\n    cite "2"\n    cite "1"', 'cite "1"\n    cite "2"'),
        ("cite “1”, “2”, “1”", "cite “1”, “2”"),
        ('cite "1", "1", "1"', 'cite "1"'),
    ],
)
def test_a_clause_is_cited_once(before: str, after: str, tmp_path: Path) -> None:
    text = rule("depth > 3").replace('cite "1"', before)
    assert mended(text, tmp_path) == rule("depth > 3").replace('cite "1"', after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("d\u200bepth > 3", "depth > 3"),
        ("\ufeffdepth > 3", "depth > 3"),
        ("\u202edepth > 3", "depth > 3"),
        ("d\u0435pth > 3", "depth > 3"),
        ("d\u0435\u0440th > 3", "depth > 3"),
        ("depth > \uff13", "depth > 3"),
        ("\uff44epth > 3", "depth > 3"),
        ("depth\u00a0> 3", "depth > 3"),
        ("depth > 3;", "depth > 3"),
        ("closed = 真", "closed = true"),
    ],
)
def test_characters_that_mislead_are_replaced(before: str, after: str, tmp_path: Path) -> None:
    assert pingan.check(Source("f", rule(before)))
    assert mended(rule(before), tmp_path) == rule(after)


def test_a_name_that_is_near_is_written_only_where_somebody_says_so(tmp_path: Path) -> None:
    before = rule("dpeth > 3").replace("then warden", "then wardn")
    assert mended(before, tmp_path) == before
    assert mended(before, tmp_path, unsafe=True) == rule("depth > 3")
    assert mended(rule("neither_nor > 3"), tmp_path, unsafe=True) == rule("neither_nor > 3")


def test_an_item_that_stands_twice_goes_where_it_says_the_same(tmp_path: Path) -> None:
    twice = FLOOD.replace("    zone", '    version "1"\n    version "1"\n    zone')
    once = FLOOD.replace("    zone", '    version "1"\n    zone')
    end = rule("depth > 3").removeprefix(FLOOD)
    assert mended(twice + end, tmp_path) == once + end
    other = twice.replace('"1"', '"2"', 1) + end
    assert mended(other, tmp_path, unsafe=True) == other


SHIPPED: Final = Path(__file__).parents[2] / "policies" / "vocabulary" / "people.rules"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_hidden_characters_put_into_a_file_come_out_again(data: st.DataObject, tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + data.draw(st.sampled_from("\u200b\u2060\u202e\u00ad\u2066")) + text[place:]
    path = tmp_path / SHIPPED.name
    path.write_text(text, "utf-8", newline="")
    done = mend(path)
    assert done.texts[str(path)][1] == SHIPPED.read_text("utf-8")


# --- how they are applied -------------------------------------------------------------------------------------------


def test_several_fixes_go_together_and_over_and_over(tmp_path: Path) -> None:
    text = (
        rule("kind = river or kind = sea")
        .replace('cite "1"', 'cite "1", "1"  # twice')
        .replace("river", "r\u200biver", 1)
    )
    path = tmp_path / "flood.rules"
    path.write_text(text, "utf-8")
    done = mend(path, Configuration(ignore=("unused",)))
    assert done.texts[str(path)][1] == rule("kind in {river, sea}").replace('cite "1"', 'cite "1"  # twice')
    assert [a.code for a in done.applied] == ["hidden-character", "duplicate-citation", "read-twice"]
    assert [d.code for d in done.left[str(path)].diagnostics] == []


def test_line_ends_and_marks_of_the_file_stay(tmp_path: Path) -> None:
    text = ("\ufeff" + rule("kind = river or kind = sea")).replace("\n", "\r\n")
    assert mended(text, tmp_path) == ("\ufeff" + rule("kind in {river, sea}")).replace("\n", "\r\n")


def test_a_fix_that_breaks_the_text_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "flood.rules"
    path.write_text("policy flood fact a: integer\n", "utf-8")

    def check(file: str, texts: Mapping[str, str]) -> Checked:
        found = checked(file, texts=texts)
        if found.policy is None:
            return found
        source = next(iter(found.policy.modules)).span.source
        bad = Diagnostic("bad", "m", fixes=(Fix("break it", (Edit(Span(source, 0, 6), "polcy"),)),))
        place = source.text.find("integer")
        good = Diagnostic("good", "m", fixes=(Fix("mend it", (Edit(Span(source, place, place + 7), "boolean"),)),))
        return Checked((bad, good) if place >= 0 else (bad,), policy=found.policy)

    done = fixed([str(path)], check)
    assert done.texts[str(path)][1] == "policy flood fact a: boolean\n"
    assert [a.code for a in done.applied] == ["good"]


def test_fixes_that_undo_each_other_end(tmp_path: Path) -> None:
    path = tmp_path / "flood.rules"
    path.write_text("policy flood fact a: integer\n", "utf-8")
    rounds = 0

    def check(file: str, texts: Mapping[str, str]) -> Checked:
        nonlocal rounds
        rounds += 1
        found = checked(file, texts=texts)
        assert found.policy is not None
        source = next(iter(found.policy.modules)).span.source
        old = "integer" if "integer" in source.text else "boolean"
        place = source.text.index(old)
        new = "boolean" if old == "integer" else "integer"
        fix = Fix(f"write {new}", (Edit(Span(source, place, place + 7), new),))
        return Checked((Diagnostic("swap", "m", fixes=(fix,)),), policy=found.policy)

    fixed([str(path)], check)
    assert rounds < 30


# --- edits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "taken", "left"),
    [
        ("a\n  b\nc\n", "b", "a\nc\n"),
        ("a b c\n", "b", "a c\n"),
        ("a  b\n", "b", "a\n"),
        ("  b c\n", "b", "  c\n"),
        ("b", "b", ""),
    ],
)
def test_a_removal_leaves_no_gap(text: str, taken: str, left: str) -> None:
    source = Source("x", text)
    place = text.index(taken)
    assert applied(text, [removal(Span(source, place, place + len(taken)))]) == left


@pytest.mark.parametrize(
    ("text", "taken", "left"),
    [
        ("{a, b, c}", "b", "{a, c}"),
        ("{a, b, c}", "a", "{b, c}"),
        ("{a, b, c}", "c", "{a, b}"),
        ("甲，乙", "甲", "乙"),
        ("甲、乙", "乙", "甲"),
        ("{a,\n  b}", "b", "{a}"),
    ],
)
def test_one_of_a_list_goes_with_its_comma(text: str, taken: str, left: str) -> None:
    place = text.index(taken)
    assert applied(text, [removal_from_list(Span(Source("x", text), place, place + 1))]) == left


@given(st.text(max_size=40), st.data())
def test_edits_that_do_not_touch_can_be_applied_in_any_order(text: str, data: st.DataObject) -> None:
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4, unique=True)) if len(text) > 4 else []
    )
    if len(cuts) < 4:
        return
    source = Source("x", text)
    one = Edit(Span(source, cuts[0], cuts[1]), data.draw(st.text(max_size=3)))
    two = Edit(Span(source, cuts[2], cuts[3]), data.draw(st.text(max_size=3)))
    assert not overlap([one], [two])
    assert applied(text, [one, two]) == applied(text, [two, one])
    assert len(applied(text, [one, two])) == len(text) + sum(
        len(e.text) - (e.span.end - e.span.start) for e in (one, two)
    )


def test_many_fixes_one_inside_another_are_all_made(tmp_path: Path) -> None:
    text = mended(rule("not " * 41 + "kind = river"), tmp_path, Configuration(select=("double-negation",)))
    assert "when not kind = river" in text
