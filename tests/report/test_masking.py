"""What is sensitive is not told in a report, in whatever form, unless it was asked to be shown."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

from hypothesis import event, given
from hypothesis import strategies as st

import pingan
from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from pingan.report.from_outcome import document
from pingan.report.nodes import ReportDocument
from tests.properties.cases import ENVIRONMENT, instants
from tests.properties.test_masking import decision, other_secrets, with_sensitive_fields
from tests.report.conftest import FACTS, FEW, Report
from tests.report.reading import has_section, text_of
from tests.strategies.facts import facts
from tests.strategies.models import models

SECRETS: dict[str, object] = {
    "guard_name": "陈赛格",
    "guard_ill": True,
    "guard_since": "2016-06-17T05:43:21+08:00",
}
TOLD = ("陈赛格", "赛格", "05:43", "2016-06-20", "6月20日", "2016年6月17日")


def everything(report: ReportDocument) -> str:
    """All that any form of it says."""
    with zipfile.ZipFile(io.BytesIO(report.to_docx())) as archive:
        words = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    return "\n".join([report.to_html(), words, *report.texts(), repr(report)])


def test_nothing_of_a_sensitive_fact_is_told(report: Report) -> None:
    for language in ("en", "zh"):
        made = everything(report(SECRETS, language=language))
        assert not [secret for secret in TOLD if secret in made or secret.encode().decode("latin-1") in made]
    lead = "\n".join(report(SECRETS).texts())
    assert "3 sensitive facts were given and not told" in lead


def test_who_asked_to_see_them_is_told_and_reminded_on_every_page(report: Report) -> None:
    made = report(SECRETS, show_sensitive=True)
    assert "for nobody else" in "\n".join(made.texts())
    assert made.mark.endswith("shows sensitive facts")
    assert '"陈赛格"' in text_of(made, "facts-used")
    assert "guard_name ≠ " in text_of(made, "why")
    assert has_section(made, "timeline")
    assert "guard_since" in text_of(made, "timeline")


@FEW
@given(name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), minutes=st.integers(0, 10_000))
def test_reports_of_facts_that_differ_in_secrets_alone_are_the_same(report: Report, name: str, minutes: int) -> None:
    since = datetime.fromisoformat("2016-06-10T00:00:00+08:00").timestamp() + 60 * minutes
    moment = datetime.fromtimestamp(since).astimezone().isoformat()
    secrets = {"guard_name": name + "!", "guard_ill": True, "guard_since": moment}
    first = {"guard_name": "李", "guard_ill": True, "guard_since": "2016-06-17T05:43:21+08:00"}
    assert report(secrets).to_html() == report(first).to_html()


@FEW
@given(st.data(), models(), instants())
def test_whatever_the_policy_secrets_that_decide_the_same_make_the_same_report(
    data: st.DataObject, drawn: m.Policy, as_of: date | datetime
) -> None:
    policy = data.draw(with_sensitive_fields(drawn), label="policy")
    fields = {name: fact.field for name, fact in policy.vocabulary.facts.items() if fact.field is not None}
    first = data.draw(facts(policy), label="facts")
    second = data.draw(other_secrets(first, fields, policy.vocabulary), label="other facts")
    graph = lower(policy)
    program = compile_graph(graph, ENVIRONMENT)
    one, other = (program.evaluate(each, as_of=as_of) for each in (first, second))
    if decision(one) != decision(other):
        event("decides otherwise")
        return
    event("secrets given" if one.to_record()["masked"] else "no secrets given")
    for language in ("en", "zh"):
        made = [document(outcome, lambda: graph, (), "t", language) for outcome in (one, other)]  # type: ignore[arg-type]
        assert made[0].to_html() == made[1].to_html()


def test_a_masked_outcome_makes_the_report_of_everybody(pool: pingan.Policy) -> None:
    asked = {**FACTS, **SECRETS}
    shown = pool.evaluate(asked, as_of="2016-06-18T12:00", show_sensitive=True)
    public = pool.evaluate(asked, as_of="2016-06-18T12:00")
    assert pingan.report_of(pool, shown.masked()).to_html() == pingan.report_of(pool, public).to_html()
