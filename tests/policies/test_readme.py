"""The README of the policies names what is there."""

from __future__ import annotations

import re

import pingan
from tests.docs.pages import ROOT

POLICIES = ROOT / "policies"
TEXT = (POLICIES / "README.md").read_text(encoding="utf-8")


def test_it_names_every_policy_and_its_register() -> None:
    names = set(re.findall(r"^\| `(\w+)/\1\.rules`", TEXT, re.M))
    assert names == set(pingan.shipped_policies())
    assert [name for name in names if not (POLICIES / name / f"{name}.jsonl").is_file()] == []


def test_it_names_every_file_of_facts() -> None:
    named = set(re.findall(r"facts/(\w+\.json)", TEXT))
    assert named == {path.name for path in (POLICIES / "facts").glob("*.json")}


def test_its_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", TEXT)
    assert [target for target in targets if not (POLICIES / target).exists()] == []
