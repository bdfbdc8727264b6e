"""Tuples of texts, numbers and bytes as one block of bytes, and back. Light: nothing is imported.

Each value is a letter and what it needs: ``n``, ``t``, ``f`` are None, true and false; ``i`` is a whole number of four
bytes without a sign, ``l`` any other one with its length before it, ``s`` a text, ``b`` bytes, each with its length,
and ``(`` a tuple with the number of its values, which follow. Lengths and numbers stand as four bytes, little-endian;
after ``L``, ``S``, ``B`` and ``[`` a length is one byte. A whole number below 128 is one byte, from 128 on.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from typing import Any

_LIMIT = 1 << 32
_SMALL = 128
_SHORT = {b"l": b"L", b"s": b"S", b"b": b"B", b"(": b"["}
_LONG = {ord(short): ord(letter) for letter, short in _SHORT.items()}
"""The letters before a length of one byte, and those that they stand for."""
_NONE, _TRUE, _FALSE, _WHOLE, _TUPLE, _TEXT, _BYTES, _NUMBER = b"ntfi(sbl"


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
            found += (_begun(b"s", len(text)), text)
        elif isinstance(each, bytes):
            found += (_begun(b"b", len(each)), each)
        elif isinstance(each, tuple):
            found.append(_begun(b"(", len(each)))
            waiting.extend(reversed(each))
        else:
            raise TypeError(f"{kind.__qualname__} has no packed form")
    return b"".join(found)


def _begun(letter: bytes, length: int) -> bytes:
    """The letter and the length of a value."""
    return _SHORT[letter] + bytes((length,)) if length < 256 else letter + length.to_bytes(4, "little")


def _number(number: int) -> bytes:
    if 0 <= number < _SMALL:
        return bytes((_SMALL + number,))
    if 0 <= number < _LIMIT:
        return b"i" + number.to_bytes(4, "little")
    length = number.bit_length() // 8 + 1
    return _begun(b"l", length) + number.to_bytes(length, "little", signed=True)


def unpacked(data: bytes) -> Any:
    """The value that *data* are. Raises UnpackableError for anything that `packed` does not write."""
    number, longer = int.from_bytes, _LONG
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
        letter = data[place] if place < size else 0
        open_ -= 1
        if letter >= _SMALL or letter in (_NONE, _TRUE, _FALSE):
            into.append(letter - _SMALL if letter >= _SMALL else None if letter == _NONE else letter == _TRUE)
            place += 1
            continue
        start = place + (2 if letter in longer else 5)
        if start > size:
            raise UnpackableError("bytes are missing")
        length = data[place + 1] if letter in longer else number(data[place + 1 : start], "little")
        letter = longer.get(letter, letter)
        if letter == _WHOLE:
            into.append(length)
            place = start
            continue
        # INVARIANT: a value takes a byte at least, so that no tuple is longer than what is left.
        if length > size - start:
            raise UnpackableError("bytes are missing")
        if letter == _TUPLE:
            outer.append((into, open_))
            into, open_ = [], length
            place = start
        else:
            place = start + length
            into.append(_single(letter, data[start:place]))


def _single(letter: int, content: bytes) -> object:
    if letter == _NUMBER:
        return int.from_bytes(content, "little", signed=True)
    if letter == _TEXT:
        try:
            return content.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise UnpackableError("a text is not UTF-8") from None
    if letter == _BYTES:
        return content
    raise UnpackableError("bytes without a meaning")
