"""Tuples of texts, numbers and bytes as one block of bytes, and back. Light: nothing is imported.

Each value is a letter and what it needs: ``n``, ``t``, ``f`` are None, true and false; ``i`` is a whole number of four
bytes without a sign, ``l`` any other one with its length before it, ``s`` a text, ``b`` bytes, each with its length,
and ``(`` a tuple with the number of its values, which follow. Lengths and numbers stand as four bytes, little-endian.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from typing import Any

_LIMIT = 1 << 32


class UnpackableError(ValueError):
    """Bytes that `packed` does not write."""


def packed(value: object) -> bytes:
    """*value* as bytes; the same value always gives the same. Raises TypeError for what has no form."""
    found: list[bytes] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        kind = type(each)
        if each is None:
            found.append(b"n")
        elif kind is bool:
            found.append(b"t" if each else b"f")
        elif isinstance(each, int):
            found.append(_number(each))
        elif isinstance(each, str):
            text = each.encode("utf-8", "surrogatepass")
            found += (b"s", len(text).to_bytes(4, "little"), text)
        elif isinstance(each, bytes):
            found += (b"b", len(each).to_bytes(4, "little"), each)
        elif isinstance(each, tuple):
            found += (b"(", len(each).to_bytes(4, "little"))
            waiting.extend(reversed(each))
        else:
            raise TypeError(f"{kind.__qualname__} has no packed form")
    return b"".join(found)


def _number(number: int) -> bytes:
    if 0 <= number < _LIMIT:
        return b"i" + number.to_bytes(4, "little")
    length = number.bit_length() // 8 + 1
    return b"l" + length.to_bytes(4, "little") + number.to_bytes(length, "little", signed=True)


def unpacked(data: bytes) -> Any:
    """The value that *data* are. Raises UnpackableError for anything that `packed` does not write."""
    number = int.from_bytes
    size, place = len(data), 0
    root: list[Any] = []
    into, open_ = root, 1
    outer: list[tuple[list[Any], int]] = []
    while True:
        while not open_:
            if not outer:
                if place != size:
                    raise UnpackableError("bytes are left over")
                return root[0]
            made = tuple(into)
            into, open_ = outer.pop()
            into.append(made)
        letter = data[place : place + 1]
        open_ -= 1
        if letter == b"n" or letter == b"t" or letter == b"f":
            into.append(None if letter == b"n" else letter == b"t")
            place += 1
            continue
        start = place + 5
        if start > size:
            raise UnpackableError("bytes are missing")
        length = number(data[place + 1 : start], "little")
        if letter == b"i":
            into.append(length)
            place = start
        elif letter == b"(":
            # INVARIANT: a value takes a byte at least, so that no tuple is longer than what is left.
            if length > size - start:
                raise UnpackableError("bytes are missing")
            outer.append((into, open_))
            into, open_ = [], length
            place = start
        else:
            place = start + length
            if place > size:
                raise UnpackableError("bytes are missing")
            into.append(_single(letter, data[start:place]))


def _single(letter: bytes, content: bytes) -> object:
    if letter == b"s":
        try:
            return content.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise UnpackableError("a text is not UTF-8") from None
    if letter == b"b":
        return content
    if letter == b"l":
        return int.from_bytes(content, "little", signed=True)
    raise UnpackableError("bytes without a meaning")
