"""The pages of the site put together in a folder of their own, from which Sphinx builds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from docs._site import generated
from docs._site.links import between, joined, linked, rewritten
from docs._site.navigation import pages_linked, sections, toctree

ANCHORED: Final = re.compile(r'^(#+) ((?:<a id="[^"]*"></a>)+)', re.M)
ATTACHED: Final = "files/"
SHOWN: Final = (".md", ".svg", ".png")
HOMES: Final = ("index.md", "zh/index.md")


class Site:
    """Where things are, and which files beside `docs` have a page of their own."""

    FOLDER: Final = Path(__file__).resolve().parents[1]
    ROOT: Final = FOLDER.parent
    BESIDE: Final = {
        "CHANGELOG.md": "project/changelog.md",
        "CONTRIBUTING.md": "project/contributing.md",
        "SECURITY.md": "project/reporting.md",
        "policies/README.md": "project/policies.md",
        "tests/spec/conformance/README.md": "project/conformance.md",
    }


def stage(target: Path) -> None:
    """Writes every page of the site to *target*, which is emptied first; files that are the same keep their times."""
    made = {**written(), **generated.pages()}
    made = {path: adapted(text) for path, text in with_navigation(made).items()}
    kept = set()
    for path, text in made.items():
        kept.add(_write(target / path, text.encode("utf-8")))
    for file in files_of_pages(Site.FOLDER):
        if file.suffix in SHOWN and file.suffix != ".md":
            kept.add(_write(target / file.relative_to(Site.FOLDER), file.read_bytes()))
    for path in attached(made):
        kept.add(_write(target / path, (Site.ROOT / path.removeprefix(ATTACHED)).read_bytes()))
    for file in sorted(target.rglob("*")):
        if file.is_file() and file not in kept:
            file.unlink()


def files_of_pages(folder: Path) -> list[Path]:
    """The pages and pictures below *folder*: not what tools put there, nor what the site itself is made with."""
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(("_", ".")) or entry.name == "node_modules":
            continue
        found += files_of_pages(entry) if entry.is_dir() else [entry]
    return found


def _write(file: Path, content: bytes) -> Path:
    if not file.exists() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return file


def written() -> dict[str, str]:
    """The pages that somebody wrote, by their place on the site; links lead to where pages stand there."""
    found = (file for file in files_of_pages(Site.FOLDER) if file.suffix == ".md")
    files = {f"docs/{file.relative_to(Site.FOLDER).as_posix()}": file for file in found}
    files |= {path: Site.ROOT / path for path in Site.BESIDE}
    places = {path: Site.BESIDE.get(path, path.removeprefix("docs/")) for path in files}
    places |= {f"docs/{path}": path for path in generated.paths()}

    def moved(path: str) -> str:
        return rewritten(
            files[path].read_text(encoding="utf-8"), lambda link: _leads(path, joined(path, link), places) or link
        )

    return {places[path]: moved(path) for path in files}


def _leads(path: str, target: str, places: dict[str, str]) -> str | None:
    """How the page of *path* links to the page of *target*; folders to their lists; None where nothing has moved."""
    for known in (target, f"{target}/README.md"):
        if known in places:
            return between(places[path], places[known])
    is_shown = target.startswith("docs/") and target.endswith(SHOWN)
    if not is_shown and not target.startswith("..") and (Site.ROOT / target).is_file():
        return between(places[path], ATTACHED + target)
    return None


def attached(made: dict[str, str]) -> list[str]:
    """The files of the checkout that pages link to and that are no pages: schemas, data."""
    links = {joined(page, link) for page, text in made.items() for link in linked(text)}
    return sorted(link for link in links if link.startswith(ATTACHED))


def with_navigation(made: dict[str, str]) -> dict[str, str]:
    """*made* with the trees of its homes and lists; a page that none of them names stands under `More`."""
    placed: set[str] = set(HOMES)
    result = dict(made)
    for home in reversed(HOMES):
        trees = []
        for title, named in sections(home, made[home]):
            pages = [page for page in dict.fromkeys(named) if page in made and page not in placed]
            placed |= set(pages)
            if pages:
                trees.append(toctree(pages, caption=title))
        if home == "index.md":
            trees.append(toctree(["zh/index.md"], caption="中文", depth=2))
        result[home] += "".join(trees)
    for page in sorted(made):
        if page.endswith("README.md"):
            folder = page.removesuffix("README.md")
            listed = [path for path in pages_linked(page, made[page]) if path.startswith(folder) and path in made]
            others = [path for path in sorted(made) if path.startswith(folder) and "/" not in path.removeprefix(folder)]
            pages = [path for path in dict.fromkeys([*listed, *others]) if path != page and path not in placed]
            placed |= set(pages)
            result[page] += toctree(pages) if pages else ""
    return _with_rest(result, sorted(set(made) - placed))


def _with_rest(made: dict[str, str], rest: list[str]) -> dict[str, str]:
    for home, caption in (("zh/index.md", "其他"), ("index.md", "More")):
        pages = [page for page in rest if page.startswith("zh/") == (home == "zh/index.md")]
        if pages:
            made[home] += toctree(pages, caption=caption)
    return made


def adapted(text: str) -> str:
    """*text* as Sphinx needs it: a mark before a heading, else the table of contents would repeat it."""
    return ANCHORED.sub(r"\2\n\n\1 ", text)
