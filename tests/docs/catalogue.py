"""The pages of the shipped policies in docs: `make catalogue` writes them, `test_catalogue.py` compares them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pingan
from pingan.catalogue.pages import pages
from pingan.catalogue.phrases import Language
from tests.docs.pages import ROOT

FOLDERS: Final[Mapping[Language, Path]] = {"en": ROOT / "docs/policies", "zh": ROOT / "docs/zh/policies"}


def made(policies: Iterable[pingan.Policy], language: Language) -> dict[Path, str]:
    """The pages of *policies* and their list, by file."""
    return {FOLDERS[language] / name: text for name, text in pages(policies, language).items()}


def main() -> None:
    """Writes what has changed, and takes away the pages of policies that are gone."""
    policies = [pingan.load(name) for name in pingan.shipped_policies()]
    for language, folder in FOLDERS.items():
        files = made(policies, language)
        folder.mkdir(parents=True, exist_ok=True)
        for old in set(folder.glob("*.md")) - set(files):
            old.unlink()
            sys.stdout.write(f"gone: {old.relative_to(ROOT)}\n")
        for file, text in files.items():
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                file.write_text(text, encoding="utf-8", newline="\n")
                sys.stdout.write(f"written: {file.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
