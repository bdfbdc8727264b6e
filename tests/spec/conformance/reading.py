"""The cases of the files beside this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

from pingan.source import Source

FOLDER = Path(__file__).parent
DIALECTS = ("en", "zh")


@frozen(eq=False)
class Case:
    """One case of a feature; *data* is as the file has it."""

    feature: str
    before: Mapping[str, str]
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def expect(self) -> Mapping[str, Any]:
        expected: Mapping[str, Any] = self.data["expect"]
        return expected

    def sources(self, dialect: str) -> tuple[Source, ...]:
        """The texts of the case, the main text first."""
        found = []
        if dialect in self.data:
            found.append(Source("case.rules", self.lead(dialect) + self.data[dialect]))
        found += [Source(name, texts[dialect]) for name, texts in self.data.get("files", {}).items()]
        return tuple(found)

    def lead(self, dialect: str) -> str:
        """What stands before the case's own text."""
        return "" if self.data.get("alone") else self.before.get(dialect, "")


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


@cache
def read(path: Path) -> Any:
    """A file as data; days stay text, as any reader of the core schema has them."""
    yaml = YAML(typ="safe", pure=True)
    with path.open(encoding="utf-8") as text:
        return plain(yaml.load(text))


def plain(data: Any) -> Any:
    """Plain dicts, lists and scalars. Anything but the core schema's texts, whole numbers and booleans is refused."""
    if isinstance(data, Mapping):
        return {plain(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    if data is None or isinstance(data, bool):
        return data
    for kind in (int, str):
        if isinstance(data, kind):
            return kind(data)
    raise TypeError(f"write {data!r} as text: cases hold texts, integers, booleans and null")


def cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in files():
        data = read(path)
        for case in data["cases"]:
            yield Case(data["feature"], data.get("before", {}), case)
