"""The forms of a report on what scenarios exercise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, Literal

from pingan.language.dialect import Language
from pingan.scenario_coverage.nodes import ScenarioCoverage

Form = Literal["text", "json", "html", "lcov"]

FORMS: Final[tuple[Form, ...]] = ("text", "json", "html", "lcov")


def written(coverage: ScenarioCoverage, form: str, language: Language, *, root: Path | None = None) -> str:
    """*coverage* in *form*, one of `FORMS`; files are relative to *root*. Raises ValueError for another form."""
    match form:
        case "text":
            from pingan.scenario_coverage.to_text import scenario_coverage_text

            return scenario_coverage_text(coverage, language)
        case "json":
            from pingan.scenario_coverage.to_dict import scenario_coverage_data

            return json.dumps(scenario_coverage_data(coverage, root=root), ensure_ascii=False, indent=2) + "\n"
        case "html":
            from pingan.scenario_coverage.to_html import scenario_coverage_html

            return scenario_coverage_html(coverage, language, root=root)
        case "lcov":
            from pingan.scenario_coverage.to_lcov import scenario_coverage_lcov

            return scenario_coverage_lcov(coverage, root=root)
        case _:
            raise ValueError(f"there is no report in the form {form!r}; there are {', '.join(FORMS)}")
