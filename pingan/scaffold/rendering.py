"""The files of a new project, made of templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

import pingan
from pingan.scaffold.nodes import Project

_PLACE: Final = re.compile(r"\{\{([a-z_]+)\}\}")


@frozen
class _File:
    """Where a template stands below its folder, and where its file goes; *is_common*: the same in every language."""

    template: str
    path: str
    is_common: bool = False
    is_register: bool = False


_FILES: Final = (
    _File("README.md", "README.md"),
    _File("policy.rules", "{{name}}.rules"),
    _File("register.jsonl", "{{register}}", is_register=True),
    _File("words.rules", "vocabulary/{{words}}.rules"),
    _File("facts.json", "facts/example.json"),
    _File("pingan.toml", "pingan.toml", is_common=True),
    _File("policy.yml", ".github/workflows/policy.yml", is_common=True),
    _File("pre-commit.yaml", ".pre-commit-config.yaml", is_common=True),
    _File("gitignore", ".gitignore", is_common=True),
)


def project_files(project: Project) -> Mapping[str, str]:
    """The files of *project* by their paths below its folder. Raises BadProjectError."""
    project.check()
    folder = files("pingan.scaffold").joinpath("templates")
    values = _values(project)
    found = {}
    for file in _FILES:
        if file.is_register and not project.with_register:
            continue
        template = folder.joinpath("common" if file.is_common else project.dialect, file.template)
        found[_filled(file.path, values)] = _filled(template.read_text("utf-8"), values)
    return found


def _values(project: Project) -> Mapping[str, str | None]:
    return {
        "name": project.name,
        "words": project.words,
        "title": project.shown_title,
        "title_in_markdown": re.sub(r"([\\`*_\[\]<>#|&!])", r"\\\1", project.shown_title),
        "zone": project.shown_zone,
        "jurisdiction": project.jurisdiction,
        "registered": project.name if project.with_register else None,
        "register": f"{project.name}.jsonl" if project.with_register else None,
        "offset": _offset(project.shown_zone),
        "version": pingan.__version__,
    }


def _offset(zone: str) -> str:
    """How far *zone* is from UTC on the days of the examples: ``+08:00``."""
    return datetime(2026, 3, 2, 12, tzinfo=ZoneInfo(zone)).isoformat()[-6:]


def _filled(template: str, values: Mapping[str, str | None]) -> str:
    """*template* with *values* in their places; a line with a place that nothing is said for is left out.

    INVARIANT: values are put in once: what one of them holds is never taken for a place.
    """
    lines = []
    for line in template.splitlines(keepends=True):
        if all(values[place] is not None for place in _PLACE.findall(line)):
            lines.append(_PLACE.sub(lambda found: values[found[1]] or "", line))
    return "".join(lines)
