"""What Sphinx is told about each page: its language, its twin in the other one, and the navigation it shows."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from pygments.lexer import Lexer
from pygments.lexers.special import TextLexer
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.search import languages

from docs._site import api
from docs._site.search import BothLanguages

TWINS = {"language": "zh/reference"}
"""Twins of different names; all others are `NAME` and `zh/NAME`."""
IN_CHINESE = {
    "Next": "下一页",
    "Previous": "上一页",
    "Home": "首页",
    "Search": "搜索",
    "On this page": "本页目录",
}


def setup(app: Sphinx) -> dict[str, Any]:
    languages["en+zh"] = BothLanguages
    app.add_lexer("rules", _lexer())
    app.add_lexer("lark", TextLexer)
    app.connect("missing-reference", public_name)
    app.connect("html-page-context", page_context, priority=100)  # before the theme asks for the navigation
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _lexer() -> type[Lexer]:
    """The highlighter of policy texts, also where pingan was installed before it had one."""
    try:
        from pingan.highlighting.lexer import RulesLexer
    except ImportError:
        return TextLexer
    return RulesLexer


def public_name(app: Sphinx, env: object, node: addnodes.pending_xref, content: nodes.Node) -> nodes.Node | None:
    """A link to the public name that an annotation means: signatures name classes as their own module knows them."""
    name = str(node.get("reftarget", "")).rpartition(".")[2]
    home = api.homes().get(name) if node.get("refdomain") == "py" else None
    if home is None:
        return None
    target = app.builder.get_relative_uri(node["refdoc"], f"reference/api/{home}")
    return nodes.reference("", "", content, internal=True, refuri=f"{target}#{home}.{name}", reftitle=f"{home}.{name}")


def is_chinese(page: str) -> bool:
    """Whether *page* is written in Chinese."""
    return page.startswith("zh/")


def twin_of(page: str, pages: set[str]) -> str:
    """The page that says the same in the other language, else that language's home."""
    if is_chinese(page):
        others = {chinese: english for english, chinese in TWINS.items()}
        twin = others.get(page, page.removeprefix("zh/"))
        return twin if twin in pages else "index"
    twin = TWINS.get(page, f"zh/{page}")
    return twin if twin in pages else "zh/index"


def page_context(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Adds what the templates in `_templates` read, and a navigation in the page's own language."""
    chinese = is_chinese(page)
    context["chinese"] = chinese
    context["twin"] = twin_of(page, set(app.env.all_docs))
    context["language"] = "zh-CN" if chinese else "en"
    if chinese:
        context["_"] = lambda text: IN_CHINESE.get(text, text)
        context["master_doc"] = "zh/index"
    context["toctree"] = lambda **_: navigation(app, page, context["pathto"])


def navigation(app: Sphinx, page: str, pathto: Any) -> str:
    """The tree of links beside *page*. What a list holds is shown beside that list and what is in it, nowhere else:
    the whole tree on every page would be most of the site, and of the time it takes to build."""
    parts = []
    for caption, pages in _trees(app, "zh/index" if is_chinese(page) else "index"):
        if pages != ["zh/index"]:
            parts.append(f'<p class="caption" role="heading"><span class="caption-text">{escape(caption)}</span></p>')
            parts.append(_list(app, pages, page, pathto, 1))
    return "".join(parts)


def _list(app: Sphinx, pages: list[str], page: str, pathto: Any, level: int) -> str:
    items = []
    for entry in pages:
        below = [inner for _, found in _trees(app, entry) for inner in found] if level == 1 else []
        is_current = page == entry or page in below
        current = " current" if is_current else ""
        title = escape(app.env.titles[entry].astext())
        inside = _list(app, below, page, pathto, level + 1) if below and is_current else ""
        link = f'<a class="{"current " if page == entry else ""}reference internal" href="{pathto(entry)}">{title}</a>'
        items.append(f'<li class="toctree-l{level}{current}">{link}{inside}</li>')
    return f"<ul>{''.join(items)}</ul>"


def _trees(app: Sphinx, page: str) -> list[tuple[str, list[str]]]:
    """The captions and entries of the trees that stand on *page*."""
    kept: dict[str, list[tuple[str, list[str]]]] = app.__dict__.setdefault("_pingan_trees", {})
    if page not in kept:
        has_any = page in app.env.toctree_includes
        trees = app.env.get_doctree(page).findall(addnodes.toctree) if has_any else ()
        kept[page] = [(tree["caption"] or "", list(tree["includefiles"])) for tree in trees]
    return kept[page]
