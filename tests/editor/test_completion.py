"""What may be written at a place: asked of the parser, so that nothing is offered that it would refuse."""

from __future__ import annotations

import random

import pytest

import pingan
from pingan.editor.completion import completions
from pingan.editor.feature_nodes import Completion
from pingan.editor.view import View
from tests.editor.viewing import FLOOD, HEADER, HEADER_ZH, POLICIES, completed, marked, shipped, view_of, words

FITTING = [
    ("rule a { when ¦", {"warning", "gauge", "gauges", "closed_at", "not", "any($0)"}, {"close_road", "then"}),
    ("rule a { when gauge.¦", {"depth_cm", "signs", "read_at"}, {"gauge", "when", "warning"}),
    ("rule a { when warning = ¦", {"none", "yellow", "red"}, {"and", "seepage"}),
    ("rule a { when warning in {red, ¦", {"none", "yellow"}, {"seepage"}),
    ("rule a { when gauge.signs has ¦", {"seepage", "crack"}, {"red"}),
    ("rule a { when gauge.signs has any of {¦", {"seepage", "crack"}, {"red"}),
    ("rule a { then ¦", {"engineer", "warden"}, {"close_road", "when"}),
    ("rule a { then warden must ¦", {"close_road", "report", "ensure"}, {"warden", "red"}),
    ("rule a { then warden must report(¦", {"to: ", "about: "}, {"must"}),
    ("rule a { then warden must report(to: warden, about: ¦", {"red"}, {"seepage", "must"}),
    ("rule a { then warden must close_road ¦", {"within", "by", "every", "promptly", "fulfilled"}, {"red", "rule"}),
    ("rule a { then warden must close_road within ¦", {"promptly"}, {"warden"}),
    ("rule a { then warden must close_road within 2 ¦", {"hours", "days", "working days"}, {"promptly", "hour"}),
    ("rule a { then warden must close_road within 1 ¦", {"hour", "day"}, {"hours"}),
    ("rule a { then warden must close_road every ¦", {"month", "half month", "third of a month"}, {"warden"}),
    ("rule a { for each g in gauges when g.¦", {"depth_cm"}, {"warning"}),
    ("rule a { when any(g in gauges: g.signs has ¦", {"seepage"}, {"red"}),
    ("define deep (g: ¦", {"Gauge"}, {"Warning", "text"}),
    ("define deep (g: Gauge): boolean { is g.¦", {"depth_cm"}, {"warning"}),
    ("define deep: ¦", {"boolean", "Warning", "set of", "judgement"}, {"warden"}),
    ("define worst: Warning { is ¦", {"red", "yellow"}, {"seepage"}),
    ("scenario \"s\" { given ¦", {"gauge", "warning"}, {"warden", "rule"}),
    ("scenario \"s\" { given gauge = { ¦", {"station: ", "depth_cm: "}, {"hopeless_"}),
    ("scenario \"s\" { given gauge = { signs: {¦", {"seepage"}, {"red"}),
    ("scenario \"s\" { given gauge.depth_cm = at l¦", {"at least"}, {"at most"}),
    ("rule x { then warden must close_road }\nscenario \"s\" { expect ¦", {"x", "warden", "undetermined"}, {"red"}),
    ("rule x { then warden must close_road }\nscenario \"s\" { expect x ¦", {"breached", "applies"}, {"x"}),
    ("rule x { then warden must close_road }\nrule y { overrides ¦", {"x"}, {"warden"}),
    ("interpretation i { readings { one, two } default ¦", {"one", "two"}, {"red"}),
    ("set ¦", {"promptly"}, {"warden"}),
    ("actor deputy is ¦", {"warden", "engineer"}, {"red"}),
    ("¦", {"rule", "scenario", "define", "table", "ladder"}, {"when", "warden"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "there", "not_there"), FITTING)
def test_what_fits_is_offered_and_nothing_else(text: str, there: set[str], not_there: set[str]) -> None:
    found = {word.rstrip() + (" " if word.endswith(": ") else "") for word in words(completed(text))}
    assert there <= found, sorted(found)[:40]
    assert not there & not_there and not not_there & found


def test_what_is_asked_for_comes_first() -> None:
    assert words(completed("rule a { when warning = ¦"))[:3] == ["none", "yellow", "red"]
    assert completed("rule a { then ¦")[0].kind == "actor"
    assert completed("rule a { when gauge.depth_cm > 3 and gauge.hopeless = ¦")[0].text in ("true", "false")


def test_labels_find_names_and_names_find_labels() -> None:
    assert words(completed("rule a { when 预¦"))[0] == "warning"
    assert words(completed("规则 a { 当 warn¦", header=HEADER_ZH))[0] == "预警"


def test_words_of_the_other_dialect_find_those_of_this_one() -> None:
    assert "when" in words(completed("rule a { 当¦"))
    assert "应当" in words(completed("规则 a { 则 巡查员 must¦", header=HEADER_ZH))
    assert "必须" in words(completed("规则 a { 则 巡查员 必¦", header=HEADER_ZH))


def test_the_initials_of_a_name_find_it() -> None:
    assert "close_road" in words(completed("rule a { then warden must cr¦"))


def test_broken_text_before_the_place_is_passed_over() -> None:
    broken = "rule b { when gauge.depth_cm >= and warning = \n then then warden must report(to: ¦"
    assert "engineer" in words(completed(broken))
    assert "depth_cm" in words(completed("rule b { wen x ( = ) } }\nrule c { when gauge.¦ } then"))


def test_nothing_is_offered_where_something_new_is_named() -> None:
    for text in ("rule ¦", "fact ¦", "actor ¦", "rule a { for each ¦", "enum E { ¦"):
        assert not [one for one in completed(text) if one.symbol is not None], text


def test_clauses_are_offered_inside_a_citation(tmp_path) -> None:
    register = '{"id": "zz-1-a", "locator": "one", "kind": "deadline", "summary": "roads are closed at once"}\n'
    register += '{"id": "zz-1-b", "locator": "one", "summary": "whatever"}\n'
    (tmp_path / "zz.jsonl").write_text(register, "utf-8")
    text, place = marked(
        'policy zz { uses flood clauses "zz.jsonl" }\nrule a { cite "¦"\n then warden must close_road }'
    )
    found = completions(view_of(text, tmp_path), place)
    assert words(found) == ["1-a", "1-b"]
    assert found[0].beside == "roads are closed at once" and "one" in found[0].detail
    text, place = marked('policy zz { uses flood clauses "zz.jsonl" }\nrule a { cite "roads¦')
    assert words(completions(view_of(text, tmp_path), place)) == ['1-a"']
    text, place = marked('policy zz { uses flood clauses "zz.jsonl" }\nrule a { note "¦"')
    assert completions(view_of(text, tmp_path), place) == ()


def test_codes_are_offered_in_allowances() -> None:
    assert "unused-parameter" in words(completed("# pingan: allow unused-p¦\n"))
    assert words(completed("# ping¦\n")) == ["pingan: allow "]
    assert completed("# hello ¦\n") == ()


def test_modules_are_offered_in_uses() -> None:
    found = words(completed("policy zz { uses ¦", header=""))
    assert {"flood", "hospitals", "actors"} <= set(found) and "national" not in found
    assert "national" in words(completed("policy zz { extends ¦", header=""))


def test_a_file_begins_with_words_of_every_dialect() -> None:
    assert words(completed("p¦", header="")) == ["policy "]
    assert words(completed("政¦", header="")) == ["政策 "]
    assert len(completed("¦", header="")) == 4


def _filled(found: Completion) -> str:
    text = found.text
    for number in range(9, 0, -1):
        text = text.replace(f"${{{number}:", "").replace("$0", "")
    return text.replace("\\}", "\0").replace("}", "").replace("\0", "}")


@pytest.mark.parametrize("header", ["policy p\n\n", "政策 p\n\n"])
def test_snippets_parse_and_are_in_form(header: str) -> None:
    snippets = [one for one in completed("¦", header=header) if one.snippet]
    assert len(snippets) >= 8
    for found in snippets:
        text = header + _filled(found) + "\n"
        assert pingan.format_text(text) == text


def test_every_keyword_offered_is_one_that_the_parser_takes() -> None:
    text = "rule a {\n    when warning = red\n    then warden must close_road\n    ¦\n}"
    whole, place = marked(HEADER + text)
    view = view_of(whole)
    standing = view.standing(place)
    offered = [one for one in completions(view, place) if one.kind == "keyword"]
    assert offered and standing is not None
    assert all(standing.accepts(one.documentation) for one in offered)


# --- a law -----------------------------------------------------------------------------------------------------------


def _removed(name: str, number: int, seed: int) -> tuple[int, list[str]]:
    """How many names of the policy *name* were taken out, one at a time; and those that were then not offered."""
    project, path, text = shipped(name)
    uses = [o for o in project.snapshot().occurrences(path) if o.role == "use" and o.symbol.kind != "clause"]
    chosen = random.Random(seed).sample(uses, min(number, len(uses)))
    missed = []
    for use in chosen:
        written = text[use.start : use.end]
        project.edit(path, text[: use.start] + text[use.end :])
        found = completions(View(project.snapshot(), path), use.start)
        known = {written, use.symbol.name, use.symbol.label}
        if not any(one.text.rstrip(":： ") in known for one in found):
            missed.append(f"{written} at {use.start}")
    return len(chosen), missed


def _allowed(count: int) -> int:
    """One in a hundred: a cell of a table, whose column nobody has read."""
    return max(1, count // 100)


@pytest.mark.parametrize("name", ["opinion3", "ankang"])
def test_a_name_that_is_taken_out_is_offered_again(name: str) -> None:
    count, missed = _removed(name, 40, 7)
    assert count == 40 and len(missed) <= _allowed(count), missed


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(p.name for p in POLICIES.iterdir() if (p / f"{p.name}.rules").is_file()))
def test_names_taken_out_of_any_policy_are_offered_again(name: str) -> None:
    count, missed = _removed(name, 400, 11)
    assert len(missed) <= _allowed(count), missed


def test_the_vocabulary_of_these_tests_loads() -> None:
    assert not pingan.check(pingan.Source("flood.rules", FLOOD))
