"""Functions made for one policy's tables. The only place where source is made and compiled.

INVARIANT: the source holds slots alone (``v0``, ``c3``), never a word of a policy; tables are bound to the slots as
default arguments.
"""

from __future__ import annotations

from operator import itemgetter

from pingan.masks.lines import Body, Writer
from pingan.masks.lookups import MISSING
from pingan.masks.readers import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def compiled(source: str, space: dict[str, object]) -> Callable[..., Any]:
    """The function ``made`` of *source*, with the slots of *space*."""
    exec(compile(source, "<tables>", "exec"), space)  # noqa: S102  # slots alone
    made = space["made"]
    assert callable(made)
    return made


def _made(writer: Writer, arguments: str) -> Callable[..., Any]:
    """The function of *arguments* with the lines of *writer*."""
    slots = "".join(f", {name}={name}" for name in writer.bound)
    return compiled("\n".join((f"def made({arguments}{slots}):", *writer.lines)), dict(writer.bound))


def _all_values(reader: Reader, writer: Writer) -> str:
    """What takes all values of a record, in the order of its columns."""
    names = tuple(reader.simple)
    if len(names) == 1:
        return f"(d[{writer.slot(names[0])}],)"
    return f"{writer.slot(itemgetter(*names))}(d)"


def _strata(reader: Reader) -> int:
    found = 0
    for column in reader.simple.values():
        found |= column.strata
    return found


def read_all(reader: Reader) -> Callable[..., Any]:
    """A function that reads a record whose columns are all given, and nothing else. KeyError where they are not."""
    writer = Writer()
    body = Body(writer, reader, 1, some=False)
    body.unpack(_all_values(reader, writer))
    body.write()
    mask, proven = reader.left_by(frozenset(reader.simple))
    body.together(writer.slot(mask))
    writer.line(
        1, f"return m, {_proven('m', mask, proven, writer)}, {_strata(reader)}, {reader.present}, {body.copy()}"
    )
    return _made(writer, "d")


def _proven(mask: str, left: int, proven: int, writer: Writer) -> str:
    return mask if left == proven else f"{mask} & {writer.slot(proven)}"


def read_most(reader: Reader, record: str | None = None) -> Callable[..., Any]:
    """A function that reads a record of which most columns are given; None where anything else is given.

    The copy is one of facts of which it is the *record*.
    """
    writer = Writer()
    body = Body(writer, reader, 1, some=True)
    nothing = dict.fromkeys(reader.simple, MISSING)
    if len(nothing) == 1:
        return lambda given: None
    writer.line(1, f"d = {{**{writer.slot(nothing)}, **d}}")
    writer.line(1, f"if len(d) != {len(nothing)}: return None")
    body.unpack("(*d.values(),)")
    mask, proven = reader.left_by(frozenset(reader.simple))
    writer.line(1, f"u = {writer.slot(proven)}")
    body.write()
    body.together(writer.slot(mask))
    writer.line(1, f"return m, m & u, {_strata(reader)}, {reader.present}, {body.copy(record)}")
    return _made(writer, "d")


def decide_all(
    reader: Reader,
    name: str | None,
    left: tuple[int, int],
    last: list[object],
    asked: int,
    more: object,
    settled: object,
    start: object,
    *,
    most: bool,
) -> Callable[..., Any]:
    """A function that decides at once where all columns of one record are given, and hands on everything else.

    *name* is the fact that the record is (None: the columns are the facts); *left* what all other facts leave. *last*
    holds the last instant and its row, *start* makes it; *asked* are the conjunctions that depend on strata,
    *settled* decides those, and *more* everything. With *most* it decides, too, where most columns are given.
    """
    writer = Writer()
    writer.bound.update(dt=dict, la=last, st=start)
    body = Body(writer, reader, 3, some=False)
    writer.line(1, "try:")
    writer.line(2, "p = la[0]")
    writer.line(2, "if p[0] is not as_of: p = st(as_of)")
    given = "d := facts" if name is None else f"d := facts[{writer.slot(name)}]"
    only = "" if name is None else "tp(facts) is dt and len(facts) == 1 and "
    writer.line(2, f"if {only}tp({given}) is dt and len(d) == {len(body.lookups)}:")
    body.unpack(_all_values(reader, writer))
    body.write()
    mask, proven = reader.left_by(frozenset(reader.simple))
    mask, proven = mask & left[0], proven & left[1]
    body.together("p[1]" if mask == reader.everything else f"p[1] & {writer.slot(mask)}")
    surely = _proven("m", mask, proven, writer)
    copy = body.copy(name)
    if asked:
        writer.line(3, f"if m & {writer.slot(asked)}: return {writer.slot(settled)}")
        writer.lines[-1] += f"(m, {surely}, {_strata(reader)}, {reader.present}, {copy}, p)"
    writer.line(3, f"return m, {surely}, {copy}")
    if most:
        _decide_most(writer, reader, name, left, asked, settled, only)
    writer.line(1, "except Exception: pass")
    writer.line(1, f"return {writer.slot(more)}(facts, as_of)")
    return _made(writer, "facts, as_of")


def _decide_most(
    writer: Writer,
    reader: Reader,
    name: str | None,
    left: tuple[int, int],
    asked: int,
    settled: object,
    only: str,
) -> None:
    """Further lines of such a function: for the same record with some columns missing."""
    count = len(reader.simple)
    writer.line(2, f"if {only}tp(d) is dt and {count} > len(d) > {count // 2}:")
    writer.line(3, f"x = {writer.slot(read_most(reader, name))}(d)")
    writer.line(3, "if x is not None:")
    others = "" if left[0] == reader.everything else f" & {writer.slot(left[0])}"
    surely = "" if left[1] == reader.everything else f" & {writer.slot(left[1])}"
    writer.line(4, "m, u, s, r, t = x")
    writer.line(4, f"m &= p[1]{others}")
    writer.line(4, f"u &= m{surely}")
    if asked:
        writer.line(4, f"if m & {writer.slot(asked)}: return {writer.slot(settled)}(m, u, s, r, t, p)")
    writer.line(4, "return m, u, t")
