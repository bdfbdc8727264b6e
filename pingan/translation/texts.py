"""Which texts of a module somebody may want to read in another language."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from pingan.model import nodes as model


@frozen
class Text:
    """A text, and the declaration that it belongs to (by its name)."""

    where: str
    text: str


def texts_of(policy: model.Policy, module: str) -> tuple[Text, ...]:
    """The texts of *module* that answers tell as they were written, each once, in order of place.

    The title and the document of a policy, its jurisdiction, why it omits clauses, the questions and readings of
    interpretations, the notes of rules. Labels are no such texts: they are names, by which facts are given, too.
    """
    found: dict[str, Text] = {}
    for where, text in _all(policy, module):
        if text:
            found.setdefault(text, Text(where, text))
    return tuple(found.values())


def _all(policy: model.Policy, module: str) -> Iterator[tuple[str, str | None]]:
    header = policy.headers.get(module)
    if header is not None:
        yield from ((header.name, text) for text in (header.label, header.document, header.jurisdiction))
        yield from ((header.name, omission.reason) for omission in header.omissions)
    declared: tuple[model.Interpretation | model.Rule, ...] = (*policy.interpretations.values(), *policy.rules.values())
    own = (d for d in declared if d.module == module)
    for each in sorted(own, key=lambda d: (d.span.start, d.key)):
        if isinstance(each, model.Interpretation):
            yield each.name, each.question
            yield from ((each.name, reading.label) for reading in each.readings)
        else:
            yield from ((each.name, note) for note in each.notes)


def reads_as(text: str, language: str) -> bool:
    """Whether *text* is, to the eye, in *language* already; never for a language that is not known here.

    A text may name a word of the other language.

    >>> reads_as("两小时内报告", "zh"), reads_as("report in two hours", "en"), reads_as("report", "zh")
    (True, True, False)
    """
    han = sum("一" <= character <= "鿿" for character in text)
    letters = sum(character.isalpha() for character in text)
    if language == "zh":
        return letters == 0 or 2 * han > letters
    return language == "en" and 4 * han <= letters
