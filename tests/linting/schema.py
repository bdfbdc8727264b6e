"""Writes `pingan/linting/schema.json` from the table of rules: ``python -m tests.linting.schema``."""

from __future__ import annotations

from pathlib import Path

from pingan.linting.schema import schema_text

SCHEMA = Path(__file__).parents[2] / "pingan" / "linting" / "schema.json"


def main() -> None:
    SCHEMA.write_text(schema_text(), "utf-8")


if __name__ == "__main__":
    main()
