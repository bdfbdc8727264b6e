"""Policy texts that highlighting is tried on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
POLICIES: Final = sorted((ROOT / "policies").rglob("*.rules"))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
