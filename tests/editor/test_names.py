"""Which declaration a name means: held against what `pingan.load` makes of the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pingan
from pingan.editor.navigation import definition, highlights, references, type_definition, workspace_symbols
from pingan.editor.nodes import Occurrence
from pingan.editor.project import Project
from pingan.editor.snapshot import Snapshot
from pingan.language import types
from pingan.model import nodes as model
from pingan.model.walk import walk
from tests.editor.workspace import FLOOD, RULES_ZH, WATER, place, project_in

POLICIES = Path(__file__).parents[2] / "policies"


@pytest.fixture(scope="module")
def shipped() -> Snapshot:
    return Project([POLICIES]).snapshot()


def _expressions(policy: model.Policy) -> Iterator[model.Expression]:
    for rule in policy.rules.values():
        yield from (e for e in (rule.since, rule.condition, *rule.exceptions) if e is not None)
        yield from (each.collection for each in rule.each)
        for norm in rule.all_norms:
            yield from (*norm.bearers, *norm.partners)
            evidence = (norm.fulfilled_when, norm.fulfilled_at, norm.breached_when, norm.breached_at)
            yield from (e for e in evidence if e is not None)
            if isinstance(norm.duty, model.Ensure):
                yield norm.duty.condition
            else:
                yield from (e for _, e in norm.duty.arguments)
    for definition_ in policy.definitions.values():
        for case in definition_.cases:
            yield case.value
            if case.condition is not None:
                yield case.condition


def _meant(expression: model.Expression) -> str | None:
    """The name of what *expression* names, as it is declared."""
    match expression:
        case model.FactValue(name=name) | model.FieldValue(name=name) | model.ElementValue(variable=name):
            return name
        case model.DefinitionValue(key=key) | model.ParameterValue(key=key) | model.ReadingValue(key=key):
            return key.rpartition(".")[2]
        case model.Constant(value=str() as value, type=types.EnumType() | types.ActorType()):
            return value
        case _:
            return None


@pytest.mark.parametrize("name", ["ankang", "gongcheng", "opinion3", pytest.param("jilin", marks=pytest.mark.nightly)])
def test_names_mean_what_the_policy_takes_them_for(shipped: Snapshot, name: str) -> None:
    policy = pingan.load(POLICIES / name / f"{name}.rules")
    occurrences: dict[str, dict[int, Occurrence]] = {}
    checked = 0
    for expression in (part for e in _expressions(policy.model) for part in walk(e)):
        wanted, span = _meant(expression), expression.span
        if wanted is None or re.fullmatch(r"[\w.\s]+", span.text) is None:
            continue  # made by a clause form, for all of a row
        file = span.source.name
        if file not in occurrences:
            occurrences[file] = {o.end: o for o in shipped.occurrences(file)}
        found = occurrences[file].get(span.end)
        assert found is not None, (span, wanted)
        assert found.symbol.name == wanted, span
        checked += 1
    assert checked > 100


def test_every_word_of_a_policy_that_is_no_word_of_the_language_is_known(shipped: Snapshot) -> None:
    from pingan.tree.forms import _TOKEN

    for name in ("ankang", "jizhou"):
        path = str(POLICIES / name / f"{name}.rules")
        document = shipped.document(path)
        assert document is not None and document.reader is not None
        words = {w for d in document.reader.dialects for row in d.keywords.values() for k in row for w in k.split()}
        groups = {w for d in document.reader.dialects for g in d.groups.values() for row in g.values() for w in row}
        forms = document.reader.used.words | {
            w
            for u in document.reader.forms
            for d in document.reader.dialects
            for row in u.form.words_in(d).values()
            for k in row
            for w in k.split()
        }
        found = {(o.start, o.end) for o in shipped.occurrences(path)}
        tokens = (t for t in _TOKEN.finditer(document.text) if t["word"])
        names = [t for t in tokens if t["word"] not in words | groups | forms and not t["word"][0].isdigit()]
        assert len(names) > 400
        assert [t["word"] for t in names if t.span("word") not in found] == []


@pytest.mark.parametrize(
    ("name", "text", "marked", "target", "declared"),
    [
        ("flood", FLOOD, "when gauge|.high", "flood", "for each |gauge in"),
        ("flood", FLOOD, "when gauge.hi|gh", "flood", 'define |high "高水"'),
        ("flood", FLOOD, "g.depth|_cm >= 30", "water", '|depth_cm "水深"'),
        ("flood", FLOOD, "(g: Gau|ge)", "water", 'record |Gauge "水位站"'),
        ("flood", FLOOD, "and al|arm >=", "flood", '|alarm "预警": Alarm'),
        ("flood", FLOOD, "alarm >= ye|llow", "water", '|yellow "黄色"'),
        ("flood", FLOOD, "must patrol(wh|at", "water", '(|what "对象"'),
        ("flood", FLOOD, "close_road prom|ptly", "water", 'parameter |promptly'),
        ("flood", FLOOD, "expect road|_1 applies", "flood", "table |road "),
        ("flood", FLOOD, "expect watch.pat|rol", "water", "action |patrol"),
        ("flood", FLOOD, "uses wa|ter", "water", "vocabulary |water"),
        ("flood", FLOOD, "{{ stat|ion:", "water", '|station "站名"'),
        ("细则", RULES_ZH, "优先于 flood.wa|tch", "flood", "rule |watch"),
        ("细则", RULES_ZH, "承接 fl|ood", "flood", "policy |flood"),
        ("细则", RULES_ZH, "当 站|.高水", "细则", "每个 |站"),
        ("细则", RULES_ZH, "站.高|水", "flood", "define |high"),
        ("细则", RULES_ZH, "≥ 红|色", "water", '|red "红色"'),
        ("细则", RULES_ZH, "巡查（对|象", "water", '(|what "对象"'),
    ],
)  # fmt: skip
def test_definitions(tmp_path: Path, name: str, text: str, marked: str, target: str, declared: str) -> None:
    project, paths = project_in(tmp_path)
    found = definition(project.snapshot(), paths[name], place(text, marked))
    texts = {"water": WATER, "flood": FLOOD, "细则": RULES_ZH}
    assert found is not None
    assert (found.place.path, found.place.start) == (paths[target], place(texts[target], declared))


def test_the_id_of_a_clause_leads_to_its_line_in_the_register(tmp_path: Path) -> None:
    project, paths = project_in(tmp_path)
    snapshot = project.snapshot()
    for marked, line in (('"1-|b" "only', 1), ('rule watch "看守" {\n    cite "1|-a"', 0)):
        found = definition(snapshot, paths["flood"], place(FLOOD, marked))
        assert found is not None and found.place.path == str(tmp_path / "flood.jsonl")
        assert snapshot.text_of(found.place.path)[: found.place.start].count("\n") == line


def test_references_are_found_in_every_file_and_by_label(tmp_path: Path) -> None:
    project, paths = project_in(tmp_path)
    snapshot = project.snapshot()
    places = references(snapshot, paths["water"], place(WATER, '|depth_cm "水深"'))
    assert sorted((Path(p.path).stem, snapshot.text_of(p.path)[p.start : p.end]) for p in places) == [
        ("flood", "depth_cm"),
        ("flood", "depth_cm"),
        ("water", "depth_cm"),
    ]
    by_label = references(snapshot, paths["flood"], place(FLOOD, "define |high"), declaration=False)
    assert [(Path(p.path).stem, snapshot.text_of(p.path)[p.start : p.end]) for p in by_label] == [
        ("flood", "high"),
        ("细则", "高水"),
    ]
    rows = references(snapshot, paths["flood"], place(FLOOD, "table |road "))
    assert [snapshot.text_of(p.path)[p.start : p.end] for p in rows] == ["road", "road_1"]


def test_a_variable_is_its_own_block_s(tmp_path: Path) -> None:
    text = "policy p { uses water }\nrule a { when any(g in gauges: g.depth_cm > 1) and any(g in gauges: g.high) }\n"
    text = text.replace("g.high", "g.depth_cm > 2")
    project, _ = project_in(tmp_path)
    path = str(tmp_path / "p.rules")
    project.edit(path, text)
    first = highlights(project.snapshot(), path, place(text, "any(|g in gauges: g.depth_cm > 1"))
    assert [text[o.start : o.start + 6] for o in first] == ["g in g", "g.dept"]
    assert first[-1].end < place(text, "and any(|g in")


def test_the_type_of_a_value_is_found(tmp_path: Path) -> None:
    project, paths = project_in(tmp_path)
    found = type_definition(project.snapshot(), paths["flood"], place(FLOOD, "when gau|ge.high"))
    assert found is not None and found.place.start == place(WATER, "record |Gauge")


def test_broken_text_hides_no_names_around_it_and_few_of_its_own(tmp_path: Path) -> None:
    project, paths = project_in(tmp_path)
    broken = FLOOD.replace("and alarm >= yellow\n", "and alarm >= \n")
    project.edit(paths["flood"], broken)
    snapshot = project.snapshot()
    for marked, kind in (
        ("gauge.hi|gh and", "definition"),
        ("for each ga|uge in", "variable"),
        ("expect wat|ch.", "rule"),
    ):
        found = snapshot.at(paths["flood"], place(broken, marked))
        if marked.startswith("expect"):
            assert found is None  # the rule that it names does not parse any more
        else:
            assert found is not None and found.symbol.kind == kind, marked
    found = snapshot.at(paths["flood"], place(broken, "expect al|arm"))
    assert found is not None and found.symbol.name == "alarm"


def test_symbols_of_the_workspace_by_name_and_by_label(tmp_path: Path) -> None:
    project, _ = project_in(tmp_path)
    found = workspace_symbols(project.snapshot(), "巡查")
    assert [(s.name, s.kind) for s in found[:2]] == [("patrol", "action"), ("warden", "actor")] or len(found) >= 3
    assert {s.name for s in found} == {"patrol", "warden", "加密巡查"}
    assert workspace_symbols(project.snapshot(), "no such thing") == ()


def test_a_whole_disk_as_a_workspace_is_looked_into_so_far_and_no_farther(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        (tmp_path / f"f{number}").mkdir()
        (tmp_path / f"f{number}" / "a.rules").write_text("policy a", encoding="utf-8")
    monkeypatch.setattr("pingan.editor.project.MAXIMUM_FOLDERS", 4)
    assert len(Project([tmp_path]).snapshot().files) == 3
