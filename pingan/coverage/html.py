"""Pages of HTML put together from elements: whatever is text is escaped when it is written out, and only then."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from attrs import frozen

from pingan.diagnostics.plain import plain

_EMPTY: Final = frozenset({"meta", "col", "wbr"})


@frozen
class Markup:
    """Markup of our own making in which every text is escaped already: a picture."""

    text: str


@frozen
class Element:
    """A tag with its attributes and what is in it."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | Markup | str, ...]


def element(tag: str, *children: Element | Markup | str | None, **attributes: str | None) -> Element:
    """An element; children and attributes that are None are left out. ``class_`` is ``class``.

    >>> written(element("p", "a < b", class_="note"))
    '<p class="note">a &lt; b</p>'
    """
    named = tuple(
        (name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value is not None
    )
    return Element(tag, named, tuple(c for c in children if c is not None))


def table(heads: Iterable[str], rows: Iterable[Element], *, class_: str | None = None) -> Element:
    """A table whose head comes again on each page that it is printed on."""
    cells = [element("th", head, scope="col") for head in heads]
    return element("table", element("thead", element("tr", *cells)), element("tbody", *rows), class_=class_)


def written(node: Element | Markup | str) -> str:
    """*node* as HTML."""
    return "".join(_pieces(node))


def _pieces(node: Element | Markup | str) -> Iterable[str]:
    if isinstance(node, str):
        yield escape(plain(node))
        return
    if isinstance(node, Markup):
        yield node.text
        return
    attributes = "".join(f' {name}="{escape(plain(value))}"' for name, value in node.attributes)
    yield f"<{node.tag}{attributes}>"
    if node.tag in _EMPTY:
        return
    for child in node.children:
        # A style sheet is ours, and no text of anybody else's.
        yield from [child] if node.tag == "style" and isinstance(child, str) else _pieces(child)
    yield f"</{node.tag}>"
    if node.tag in ("tr", "p", "h1", "h2", "h3", "li", "table", "section", "head", "style", "title", "header"):
        yield "\n"
