"""The JSON Schema of ``pingan.toml``, made of the table of rules: for editors that complete it as it is written."""

from __future__ import annotations

import json
from typing import Any

from pingan.linting.known import GROUPS, KNOWN
from pingan.linting.lint import Option
from pingan.linting.reading import SEVERITIES


def configuration_schema() -> dict[str, Any]:
    """The schema of the file; ``[tool.pingan]`` of a ``pyproject.toml`` is the same."""
    rules = {"type": "array", "items": {"$ref": "#/$defs/rules"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pingan.toml",
        "description": "How pingan is set up; in pyproject.toml the same stands in [tool.pingan].",
        "type": "object",
        "additionalProperties": False,
        "properties": {"lint": {"$ref": "#/$defs/lint"}},
        "$defs": {
            "code": {"description": "A rule by its code.", "enum": list(KNOWN)},
            "rules": {
                "description": "A rule by its code, a group of rules, or all of them.",
                "enum": [*KNOWN, *GROUPS, "all"],
            },
            "severity": {"enum": list(SEVERITIES)},
            "lint": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "select": {"description": "The rules that run, instead of those that do by default.", **rules},
                    "extend-select": {"description": "Further rules that run.", **rules},
                    "ignore": {"description": "Rules that do not run.", **rules},
                    "per-file-ignores": {
                        "description": "Rules that are ignored in some files, by a pattern of their paths.",
                        "type": "object",
                        "additionalProperties": rules,
                    },
                    "severity": {
                        "description": "How grave findings are, by code.",
                        "type": "object",
                        "propertyNames": {"$ref": "#/$defs/code"},
                        "additionalProperties": {"$ref": "#/$defs/severity"},
                    },
                    **{code: _options(rule.title, rule.options) for code, rule in KNOWN.items() if rule.options},
                },
            },
        },
    }


def _options(title: str, options: tuple[Option, ...]) -> dict[str, Any]:
    return {
        "description": title,
        "type": "object",
        "additionalProperties": False,
        "properties": {option.name: _option(option) for option in options},
    }


def _option(option: Option) -> dict[str, Any]:
    told = {"description": option.meaning}
    match option.default:
        case bool(flag):
            return {**told, "type": "boolean", "default": flag}
        case int(number):
            return {**told, "type": "integer", "minimum": option.minimum, "default": number}
        case tuple(texts):
            return {**told, "type": "array", "items": {"type": "string"}, "default": list(texts)}
        case text:
            choices = {"enum": list(option.choices)} if option.choices else {}
            return {**told, "type": "string", **choices, "default": text}


def schema_text() -> str:
    """The schema as it stands in ``schema.json``."""
    return json.dumps(configuration_schema(), ensure_ascii=False, indent=2) + "\n"
