"""The report as data: every norm in its place, what is open, what was relied on."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from pingan.report.from_outcome import document
from tests.properties.cases import ENVIRONMENT, instants
from tests.report.conftest import FACTS, FEW, Report
from tests.report.reading import Page, has_section, reasons, rows, section, sections, text_of
from tests.strategies.facts import facts
from tests.strategies.models import models


def told_once(report: pingan.ReportDocument, outcome: pingan.Outcome, language: str) -> None:
    """Every norm that applies or may apply has one row with its clauses, and its reasons under the same number."""
    norms = [norm for norm in outcome.norms if norm.states != {"none"}]
    found = list(rows(report))
    assert len(found) == len(norms)
    numbers = [row.cells[0].lines[0].text for row in found]
    assert sorted(map(int, numbers)) == list(range(1, len(norms) + 1))
    why = {block.id: block for block in reasons(report)}
    cited = Counter(line.text for row in found for line in row.cells[-1].lines)
    for number in numbers:
        assert f"why-{number}" in why
    clauses = Counter(
        c.clause if c.clause.startswith(f"{c.policy}-") else f"{c.policy} {c.clause}"
        for n in norms
        for c in n.citations
    )
    for clause, count in clauses.items():
        assert sum(n for text, n in cited.items() if text.split(",")[0].split("，")[0] == clause) == count


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_norm_that_may_apply_stands_in_one_row_with_its_clause_and_its_reasons(
    blockade: tuple[pingan.Policy, pingan.Outcome], language: str
) -> None:
    policy, outcome = blockade
    told_once(pingan.report_of(policy, outcome, language=language), outcome, language)


def test_sections_say_what_must_be_done_first_and_how_to_check_it_last(report: Report) -> None:
    ids = [found.id for found in report().sections]
    assert ids[:2] == ["summary", "must"]
    order = ["must", "prohibited", "permitted", "timeline", "open", "conflicts", "why", "pictures", "relied", "facts"]
    assert [found for found in ids if found in order] == order
    assert ids[-1] == "appendix"


def test_what_is_to_be_done_stands_apart_from_what_is_done_and_what_is_open(report: Report) -> None:
    made = report()
    assert "must drain" in text_of(made, "duties")
    assert "13 days 12 hours left" in text_of(made, "duties")
    assert "must report" in text_of(made, "consequences")
    assert "must close" in text_of(made, "unsettled")
    assert "over for 2 hours" in text_of(made, "unsettled")
    assert "must tell" in text_of(made, "done")
    assert "must not close" in text_of(made, "prohibited")
    assert "may drain" in text_of(made, "permitted")
    assert "must pay(amount: 500)" in text_of(made, "perhaps")


def test_what_surely_applies_is_told_of_its_bearer_most_urgent_first(report: Report) -> None:
    made = report({"closed_at": None, "told": False}, as_of="2016-07-03")
    duties = text_of(made, "duties").splitlines()
    assert duties.index("breached") < duties.index("applies")
    assert "over for 2 days" in duties


def test_the_summary_counts_names_the_next_deadline_and_says_that_rules_conflict(report: Report) -> None:
    summary = text_of(report(), "summary")
    assert "On these facts 8 provisions apply for certain, to 2 bearers." in summary
    assert "Of these: 6 in force, 1 met, 1 of which it is open how they stand." in summary
    assert "Next, by 2016-07-01: owner must drain by 2016-07-01." in summary
    assert "2 more may apply" in summary
    assert "Provisions conflict: 1 for certain." in summary


def test_the_block_under_the_title_names_versions_digests_the_instant_and_who_may_read_it(
    report: Report, pool: pingan.Policy
) -> None:
    made = report()
    texts = [line.text for block in made.lead[1:] for row in block.rows for cell in row.cells for line in cell.lines]  # type: ignore[union-attr]
    assert "A pool at night" in texts
    assert "Order 7; version 2.1" in texts
    assert "2016-06-18 12:00 (Asia/Shanghai)" in texts
    outcome = pool.evaluate(FACTS, as_of="2016-06-18T12:00")
    assert outcome.facts_digest[:16] in texts
    assert outcome.decision_digest[:16] in texts
    assert f"pool {pool.model.headers['pool'].digest[:16]}" in texts
    assert "No sensitive facts were given." in texts


def test_a_day_asked_about_is_some_instant_of_it(report: Report) -> None:
    lead = "\n".join(report(as_of="2016-06-18").texts())
    assert "2016-06-18 (some instant of that day, Asia/Shanghai)" in lead


def test_conflicts_name_both_norms_by_their_numbers(report: Report) -> None:
    text = text_of(report(), "conflicts")
    assert "these cannot both be met" in text
    assert "warden must close within 2 hours" in text
    assert "warden must not close" in text
    assert "No rule of the policies says which goes first" in text
    lines = [line for item in section(report(), "conflicts").blocks[0].items for line in item.lines]  # type: ignore[union-attr]
    assert all(line.target in {block.id for block in reasons(report())} for line in lines if line.target)


def test_what_another_reading_changes_and_who_set_a_parameter_is_told(report: Report) -> None:
    text = text_of(report(), "relied")
    assert "When is the pool full?" in text
    assert "at_forty" in text
    assert "at_fifty" in text
    assert "dangerous" in text
    assert "inspector" in text
    assert "limit" in text
    assert "40" in text
    changed = section(report(), "readings").blocks[0].rows[0].cells[3]  # type: ignore[union-attr]
    assert changed.lines[0].text.startswith("No. ")


def test_facts_are_told_with_the_norms_that_need_them_and_others_apart(report: Report) -> None:
    made = report({"guard_ill": False})
    used = {row.cells[0].lines[0].text: row for row in section(made, "facts-used").blocks[0].rows}  # type: ignore[union-attr]
    assert set(used) >= {"flooded", "flooded_at", "open_at_night", "visitors", "dangerous"}
    assert used["dangerous"].cells[2].lines[0].text == "inspector"
    assert not has_section(report({}), "facts-idle")
    assert "(not shown)" in text_of(made, "facts")


def test_facts_that_only_decide_that_something_does_not_apply_are_no_idle_facts(report: Report) -> None:
    used = text_of(report({"open_at_night": False, "flooded": False}), "facts-used").splitlines()
    assert used[used.index("open_at_night") :][:3] == ["open_at_night", "no", "what does not apply"]


def test_what_to_find_out_first_says_its_answers_and_what_waits_for_it(report: Report) -> None:
    lines = text_of(report(), "open").splitlines()
    assert "closed_at" in lines
    assert "guard_ill" in lines
    assert "yes" in lines


def test_of_facts_that_settle_everything_nothing_is_open(pool: pingan.Policy) -> None:
    facts = {**FACTS, "closed_at": "2016-06-18T09:00:00+08:00", "guard_ill": False, "guard_name": "x"}
    made = pingan.report_of(pool, pool.evaluate(facts, as_of="2016-06-18T12:00", show_sensitive=True))
    assert "Nothing is open: the facts settle everything." in text_of(made, "open")


def test_where_nothing_applies_the_report_says_so_and_lists_the_rules(report: Report) -> None:
    made = report({"flooded": False, "open_at_night": False, "dangerous": False, "visitors": 0}, as_of="2015-06-18")
    assert "no provision applies for certain" in text_of(made, "summary")
    assert "A pool at night is not in force then." in text_of(made, "summary")
    assert "Nothing must be done for certain." in text_of(made, "must")
    assert "9 rules do not apply" in text_of(made, "denied")
    assert not list(rows(made))


def test_a_rule_that_is_asked_for_is_told_also_where_it_does_not_apply(report: Report) -> None:
    made = report({"open_at_night": False}, rules=["keep_open"])
    assert len(list(rows(made))) == 1
    assert "warden must not close" in text_of(made, "why")
    assert "open_at_night is no" in text_of(made, "why")
    assert not has_section(made, "notes")
    assert {s.id for s in sections(report(rules=["pool.shut"]))} >= {"unsettled", "perhaps"}
    assert len(list(rows(report(rules=["关闭泳池"])))) == 2


def test_a_rule_that_is_not_there_and_an_outcome_of_another_policy_are_refused(
    report: Report, blockade: tuple[pingan.Policy, pingan.Outcome], pool: pingan.Policy
) -> None:
    with pytest.raises(LookupError, match="no rule `swim`"):
        report(rules=["swim"])
    with pytest.raises(ValueError, match="another policy"):
        pingan.report_of(pool, blockade[1])


def test_what_several_reasons_rest_on_is_told_once_and_every_reference_leads_there(
    blockade: tuple[pingan.Policy, pingan.Outcome],
) -> None:
    made = pingan.report_of(*blockade, language="en")
    ids = [block.id for block in reasons(made)]
    assert len(set(ids)) == len(ids)
    waiting, targets = [step for block in reasons(made) for step in block.steps], set()
    while waiting:
        step = waiting.pop()
        targets |= {step.target} - {None}
        waiting += step.children
    assert targets
    assert targets <= set(ids)
    grounds = text_of(made, "grounds")
    assert grounds.count("disrupts_order is yes\n") == 1


def test_a_report_under_settings_tells_of_what_was_asked_with_them(pool: pingan.Policy) -> None:
    outcome = pool.evaluate(FACTS, as_of="2016-06-18T12:00", settings={"limit": 50, "when_full": "at_fifty"})
    text = "\n".join(pingan.report_of(pool, outcome).texts())
    assert "50" in text_of(pingan.report_of(pool, outcome), "settings")
    assert "at_fifty" in text


def test_in_chinese_no_english_sentence_is_left(report: Report) -> None:
    text = "\n".join(report(language="zh", title="夜间泳池").texts())
    for word in ("must", "provision", "clause", "waits", "undetermined", "not given", "; ", "deadline"):
        assert word not in text.replace("Asia/Shanghai", "")
    assert "管理员" in text
    assert "应当" in text
    assert "已超过2小时" in text


def test_the_same_question_gives_the_same_report(report: Report) -> None:
    assert report() == report(fresh=True)


def test_no_facts_at_all(pool: pingan.Policy) -> None:
    made = pingan.report_of(pool, pool.evaluate({}, as_of="2016-06-18T12:00"))
    assert "No facts were given." in text_of(made, "facts")
    assert not has_section(made, "timeline") or made.to_html()


def test_the_next_deadline_is_told_also_where_it_is_open_whether_it_was_met(report: Report) -> None:
    summary = text_of(report(as_of="2016-06-18T09:30"), "summary")
    assert "Next, by 2016-06-18 10:00: warden must close within 2 hours." in summary


@FEW
@given(st.data(), models(), instants())
def test_of_any_policy_every_norm_stands_in_one_row_and_no_reference_leads_nowhere(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    graph = lower(policy)
    outcome = compile_graph(graph, ENVIRONMENT).evaluate(data.draw(facts(policy), label="facts"), as_of=as_of)
    for language in ("en", "zh"):
        made = document(outcome, lambda: graph, (), "t", language)  # type: ignore[arg-type]
        told_once(made, outcome, language)
        ids = {block.id for block in reasons(made)}
        waiting = [step for block in reasons(made) for step in block.steps]
        while waiting:
            step = waiting.pop()
            assert step.target is None or step.target in ids
            waiting += step.children
        assert Page.of(made.to_html()).wrong == []
