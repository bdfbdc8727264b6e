"""One file as its features see it: its text, what may be said in it, what was last known to be right."""

from __future__ import annotations

from functools import cached_property

from attrs import field, frozen

from pingan.editor.cursor import Cursor, cursor_at
from pingan.editor.documents import Document, Placed
from pingan.editor.loaded import Loaded
from pingan.editor.names import Names
from pingan.editor.snapshot import Snapshot
from pingan.editor.standing import Standing, standing_in
from pingan.editor.values import Variables
from pingan.language.dialect import Dialect, Language, dialect
from pingan.tree.fragments import composed


@frozen(eq=False, slots=False)
class View:
    """The file *path* of *snapshot*, told about in *spoken*."""

    snapshot: Snapshot
    path: str
    spoken: Language = field(default="en")
    _loaded: Loaded | None = field(default=None, repr=False)

    @cached_property
    def loaded(self) -> Loaded | None:
        """The last version of the policy that could be used."""
        return self._loaded or self.snapshot.loaded(self.path)

    @cached_property
    def document(self) -> Document | None:
        return self.snapshot.document(self.path)

    @cached_property
    def text(self) -> str:
        return self.document.text if self.document is not None else ""

    @cached_property
    def language(self) -> Dialect:
        """The dialect of the file; English where it has none yet."""
        found = self.document.language if self.document is not None else None
        return found or dialect("en")

    @cached_property
    def names(self) -> Names:
        return self.snapshot.names(self.path) or Names("", (), {}, self.snapshot.environment)

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The words of the file's dialect by keyword, with those of clause forms."""
        reader = self.document.reader if self.document is not None else None
        fragments = tuple(form.fragment for form in reader.forms) if reader is not None else ()
        return {**self.language.keywords, **composed(fragments, self.language)[1]}

    def cursor(self, offset: int) -> Cursor:
        return cursor_at(self.text, offset)

    def placed(self, offset: int) -> Placed | None:
        return self.document.placed_at(offset) if self.document is not None else None

    def standing(self, place: int) -> Standing | None:
        """Where the parser stands at *place*."""
        document = self.document
        placed = self.placed(place)
        if document is None or document.reader is None or placed is None:
            return None
        return standing_in(
            document.reader,
            placed.piece.text,
            place - placed.start,
            is_first=placed.start == 0,
        )

    def variables(self, offset: int) -> Variables:
        """The variables that may be named at *offset*, as far as what parses tells."""
        return {name: found.value for name, found in self.snapshot.variables_at(self.path, offset).items()}

    def is_chinese(self) -> bool:
        return self.spoken == "zh" or (isinstance(self.spoken, Dialect) and self.spoken.sentences == "zh")

    def say(self, english: str, chinese: str) -> str:
        return chinese if self.is_chinese() else english
