"""What is written out is data: no label, name or fact becomes markup, a command, or a control of a screen."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest

import pingan
from pingan import Source
from pingan.diagnostics.plain import plain, plain_lines
from pingan.diagnostics.render import render
from pingan.diagnostics.reports import to_github, to_json, to_sarif
from tests.security.everything import ENGLISH

HOSTILE = (
    "<script>alert(1)</script>",
    "]]></text><a href='javascript:alert(1)'>",
    "&lt;b&gt; &#60; &amp",
    "%%{init: {'securityLevel': 'loose'}}%%",
    "click A href 'javascript:alert(1)'",
    "a];B-->C[x",
    "\\N \\E \\\\",
    "::error file=x::%0A::set-output",
    "{0.__class__} ${x} %(x)s {{7*7}}",
    "=cmd|' /C calc'!A1",
    "`code` **bold** [x](javascript:alert(1))",
    "\\u001b[31m \\x1b]8;;",
)
FORMS = ("svg", "dot", "mermaid", "json")


def policy(label: str) -> pingan.Policy:
    written = label.replace("”", "'")
    text = f"""\
policy odd “{written}”
enum Kind “种类” {{ one “{written}”, other }}
fact depth “{written} 1”: integer
fact kind “{written} 2”: Kind
fact word: text
actor warden “{written} 3”
action go “{written} 4”
define deep “{written} 5”: boolean {{ is depth > 3 and kind = one and word = “{written}” }}
rule r “{written} 6” {{
    when deep
    then warden must go
    note “{written}”
}}
"""
    return pingan.load(Source("odd.rules", text))


@pytest.mark.parametrize("label", HOSTILE)
def test_no_label_becomes_markup_in_a_picture(label: str) -> None:
    hostile = policy(label)
    outcome = hostile.evaluate({"word": label, "depth": 4}, as_of="2016-06-01")
    drawn = {form: import_module(f"pingan.exporters.{form}").export(hostile.graph, outcome) for form in FORMS}
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawn["svg"]).iter()}
    assert tags.isdisjoint({"script", "a", "foreignObject", "image", "use", "animate", "set", "iframe"})
    attributes = {name for element in ElementTree.fromstring(drawn["svg"]).iter() for name in element.attrib}
    assert not any(name.lower().startswith("on") or name.endswith("href") for name in attributes)
    assert "<script" not in drawn["mermaid"]
    assert "javascript:" not in re.sub(r'"[^"]*"', "", drawn["mermaid"])
    assert not re.search(r"^\s*(click|%%\{)", drawn["mermaid"], re.MULTILINE)
    assert not re.search(r"\b(URL|href)\s*=", re.sub(r'"(?:\\.|[^"\\])*"', "", drawn["dot"]), re.IGNORECASE)
    assert json.loads(drawn["json"])


@pytest.mark.parametrize("label", HOSTILE)
def test_no_label_is_read_as_a_template_or_a_command(label: str) -> None:
    hostile = policy(label)
    outcome = hostile.evaluate({"word": label}, as_of="2016-06-01")
    for language in ("en", "zh"):
        for text in (outcome.to_text(language=language), outcome.explain("odd.r", language=language).to_text()):
            assert plain_lines(text) == text
    assert label.replace("”", "'") in outcome.to_text(language="zh")
    assert json.loads(json.dumps(outcome.to_dict()))
    assert pingan.format_text(pingan.format_text(Source("odd.rules", f"policy odd “{label}”"))).count(label) == 1


@pytest.mark.parametrize("label", [*HOSTILE, "\x1b[31m", "\u202e", "\n::error::x", "\r\n::error::x"])
def test_reports_of_hostile_text_are_one_finding_a_line_for_machines(label: str) -> None:
    diagnostics = pingan.check(
        Source(f"{label}.rules", f"policy odd “{label}”\nfact x “{label}”: nothing\nrule {label}")
    )
    assert diagnostics
    assert json.loads(to_json(diagnostics))
    assert json.loads(to_sarif(diagnostics, version="0"))["runs"]
    lines = to_github(diagnostics).splitlines()
    assert len(lines) == len(diagnostics)
    assert all(line.startswith(("::error ", "::warning ", "::error::", "::warning::")) for line in lines)
    shown = render(diagnostics, color=False)
    assert plain_lines(shown) == shown


def test_a_file_name_that_is_no_text_is_reported_in_every_form() -> None:
    diagnostics = pingan.check(Source(os.fsdecode(b"\xff\xfe\x1b.rules"), "policy {"))
    assert "%FF%FE%1B.rules" in to_sarif(diagnostics, version="0")
    for text in (to_json(diagnostics), to_github(diagnostics), render(diagnostics, color=False)):
        assert plain(text.replace("\n", " ")).encode()


ASKED = """
import json, pingan, sys
from importlib import import_module
policy = pingan.load(pingan.Source("everything.rules", sys.stdin.read()))
facts = policy.facts_example()
for given in ({}, facts, {key: facts[key] for key in reversed(list(facts))}):
    outcome = policy.evaluate(given, as_of="2016-06-01")
    print(json.dumps(outcome.to_dict()), outcome.to_text(), outcome.to_text(language="zh"))
    print(*(outcome.explain(rule).to_text() for rule in policy.model.rules))
    for form in ("dot", "mermaid", "json", "svg"):
        print(import_module(f"pingan.exporters.{form}").export(policy.graph, outcome))
print(policy.facts_template(), json.dumps(policy.facts_schema()), [d.message for d in policy.diagnostics])
print([(r.name, r.passed) for r in policy.test()], pingan.format_text(pingan.Source("x", "policy x"), dialect="zh"))
"""


def test_every_answer_has_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    answers = set()
    for seed in ("0", "1", "4294967295"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-c", ASKED], input=ENGLISH.encode(), capture_output=True, env=environment, check=True,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        answers.add(done.stdout)
    assert len(answers) == 1


def test_the_order_of_declarations_and_of_files_changes_no_answer(tmp_path: Path) -> None:
    head, *declarations = re.split(
        r"\n(?=(?:enum|record|fact|actor|action|parameter|set|define|rule|interpretation)\b)", ENGLISH
    )
    body, scenario = "\n".join(declarations).split("\nscenario", 1)
    parts = re.split(r"\n(?=(?:enum|record|fact|actor|action|parameter|set|define|rule|interpretation)\b)", body)
    told = []
    for order in (parts, parts[::-1], sorted(parts)):
        policy = pingan.load(Source("everything.rules", "\n".join([head, *order]) + "\nscenario" + scenario))
        outcome = policy.evaluate(policy.facts_example(), as_of="2016-06-01")
        norms = [(n.rule, n.place, sorted(n.states), n.causes) for n in outcome.norms]
        why = re.sub(r"rules:\d+", "", outcome.explain("everything.money").to_text())
        told.append((norms, outcome.to_text(), why))
    assert told[1:] == told[:1] * 2


def test_the_order_of_targets_changes_no_norm(tmp_path: Path) -> None:
    for name in ("one", "two"):
        text = f"policy {name} {{ uses words }}\nrule r {{ when wet then warden must go }}\n"
        (tmp_path / f"{name}.rules").write_text(text, "utf-8")
    (tmp_path / "words.rules").write_text("vocabulary words\nfact wet: boolean\nactor warden\naction go\n", "utf-8")
    paths = [str(tmp_path / f"{name}.rules") for name in ("one", "two")]
    answers = [pingan.load(*targets).evaluate({}, as_of="2016-06-01").to_dict() for targets in (paths, paths[::-1])]
    assert answers[0]["norms"] == answers[1]["norms"]
    assert pingan.check(*paths) == pingan.check(*paths[::-1]) == ()
