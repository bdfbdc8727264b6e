"""From targets to modules: reads them, then whatever they use and extend, within limits."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from attrs import define, field, frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.data import data
from pingan.language.environment import Environment
from pingan.language.names import is_name
from pingan.language.quiet import building
from pingan.model.loaded import Clause, LoadedModule, Modules
from pingan.model.order import circles
from pingan.modules.folders import (
    SUFFIX,
    Below,
    Brought,
    Directory,
    Folder,
    RefusedError,
    folder,
    is_file_name,
    path_of,
    rules_files,
)
from pingan.modules.lowered import lowered
from pingan.modules.registers import MAXIMUM_REGISTER, read_register
from pingan.modules.translations import MAXIMUM_TRANSLATIONS, read_translations, translations_file
from pingan.source import NOWHERE, Source, Span
from pingan.syntax import nodes as syntax
from pingan.tree.from_bytes import other_encoding
from pingan.tree.from_text import parse

MAXIMUM_FILE: Final = 16 * 1024 * 1024
MAXIMUM_TOTAL: Final = 64 * 1024 * 1024
"""Bytes of all modules together."""
MAXIMUM_MODULES: Final = 256
MAXIMUM_CHAIN: Final = 16
"""How long a chain of modules may be, each used or extended by the one before."""


@building()
def load_modules(
    targets: Sequence[str | Path | Source],
    diagnostics: Diagnostics,
    *,
    root: Path | None = None,
    environment: Environment | None = None,
    along: Collection[str] = (),
    reads: list[Probe] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Modules:
    """*targets* and all modules that they use or extend; what cannot be found or read is reported.

    A target is the path of a ``.rules`` file, a folder (all such files below it), the name of a policy that comes
    with pingan, or a `Source`. The module NAME is looked for as ``NAME.rules``, ``NAME/NAME.rules`` and
    ``vocabulary/NAME.rules``: in *root*, else in the folder of the target (its parent, when that folder is called
    like the module or ``vocabulary``), then among the policies that come with pingan, then in the libraries of
    *environment*. Modules are written with the clause forms of *environment*, which are lowered. Policies that
    scenarios are asked along with are loaded only where they are named in *along*. *reads* is told every file that was
    looked for. *texts*, by real path, is read instead of what files hold.
    """
    given = environment or Environment()
    loader = _Loader(diagnostics, Directory(root) if root is not None else None, given, reads=reads, texts=texts or {})
    names: list[str] = []
    for target in targets:
        names.extend(loader.target(target))
    loader.follow()
    if along:
        loader.along(along)
        loader.follow()
    modules = {name: loaded.module for name, loaded in loader.found.items()}
    _check_cycles(modules, diagnostics)
    return lowered(Modules(modules, tuple(dict.fromkeys(names))), given, diagnostics)


Probe = tuple[str | None, bytes | None]
"""A file that was looked for (None: one in a package that is no folder), and what it held; None: it was not there."""


@frozen
class _Loaded:
    """A module, and the folders that its references are looked for in."""

    module: LoadedModule
    roots: tuple[Folder, ...]


@define
class _Loader:
    diagnostics: Diagnostics
    root: Folder | None
    environment: Environment
    found: dict[str, _Loaded] = field(factory=dict)
    missing: set[str] = field(factory=set)
    brought: dict[str, str] = field(factory=dict)
    """The modules that libraries brought, and which."""
    size: int = 0
    reads: list[Probe] | None = None
    texts: Mapping[str, str] = field(factory=dict)
    """By real path: what is read instead of what files hold (what is not saved yet, a fix that is not written)."""

    def target(self, target: str | Path | Source) -> list[str]:
        """Loads one target; the names of the modules that it stands for."""
        if isinstance(target, Source):
            return self._names(self._add(target, self._roots(()), (), None))
        path = Path(target)
        try:
            if "\0" in str(target):
                raise ValueError("a path has no NUL in it")
            if isinstance(target, str) and is_name(target) and not path.is_file():
                named = self._named_target(target)
                if named is not None:
                    return named
            files = list(rules_files(path, MAXIMUM_MODULES)) if path.is_dir() else [path]
        except (OSError, ValueError) as error:
            reason = (isinstance(error, OSError) and error.strerror) or str(error)
            self.diagnostics.error("unreadable-file", f"`{_plain(target)}` cannot be read: {reason}")
            return []
        if not files:
            self.diagnostics.error("unknown-module", f"`{_plain(target)}` holds no {SUFFIX} file")
        return [name for file in files for name in self._file(file, str(target))]

    def _named_target(self, name: str) -> list[str] | None:
        """A policy by its name alone; None when there is none of that name."""
        if name in self.found:
            return [name]
        before = len(self.diagnostics)
        module = self._search(name, self._roots(()), NOWHERE)
        return [name] if module else [] if len(self.diagnostics) > before else None

    def _file(self, path: Path, written: str) -> list[str]:
        parent = path.parent if path.parent.name else path.parent.absolute()
        up = parent.name in (path.stem, "vocabulary")
        place = Directory(parent)
        roots = self._roots((Directory(parent.parent), place) if up else (place,))
        before = len(self.diagnostics)
        content = self._read(place, (path.name,), NOWHERE, MAXIMUM_FILE)
        if content is None:
            if len(self.diagnostics) == before:
                names = [p.name for p in _shipped_names()]
                remedy = did_you_mean(written, names)
                remedy = remedy or "a target is a file, a folder, or the name of a policy that comes with pingan"
                self.diagnostics.error("unknown-module", f"there is no file `{_plain(written)}`", help=remedy)
            return []
        source = self._text(Source(str(path), ""), content, NOWHERE)
        return self._names(self._add(source, roots, (place,), path.stem)) if source is not None else []

    def _roots(self, own: tuple[Folder, ...]) -> tuple[Folder, ...]:
        shipped = _shipped()
        given = (self.root,) if self.root is not None else own
        brought = (Brought(name, place) for name, place in self.environment.vocabularies)
        return (*given, *((folder(shipped),) if shipped is not None else ()), *brought)

    def _names(self, module: LoadedModule | None) -> list[str]:
        return [module.name] if module is not None else []

    # --- what the modules name --------------------------------------------------------------------------------

    def follow(self) -> None:
        """Loads what the modules found so far use and extend, and so on."""
        waiting = [(name, 1) for name in self.found]
        while waiting:
            name, depth = waiting.pop(0)
            loaded = self.found[name]
            for reference, is_parent in _references(loaded.module.syntax):
                known = reference.text in self.found
                if not known and depth >= MAXIMUM_CHAIN:
                    message = f"a chain of modules is at most {MAXIMUM_CHAIN} long"
                    self.diagnostics.error("too-large", message, reference.span)
                    continue
                if self._reference(reference, loaded.roots) and not known:
                    waiting.append((reference.text, depth + 1))
                self._check_kind(reference, is_parent)
                self._check_need(reference, loaded.module)

    def along(self, names: Collection[str]) -> None:
        """Loads those of *names* that scenarios are asked along with."""
        for loaded in tuple(self.found.values()):
            for name in (n for s in loaded.module.scenarios for n in s.along_with if n.text in names):
                if self._reference(name, loaded.roots) and not self.found[name.text].module.is_policy:
                    remedy = "name policies: vocabularies come with those that use them"
                    self.diagnostics.error("wrong-module", f"`{name.text}` is a vocabulary", name.span, help=remedy)

    def _reference(self, name: syntax.Name, roots: tuple[Folder, ...]) -> bool:
        if name.text in self.found:
            return True
        if name.text in self.missing:
            return False
        if not is_name(name.text) or not is_file_name(name.text):
            message = f"`{name.text!r}` is no name of a module"
            remedy = "a module is named by its name alone, not by a path"
            self.diagnostics.error("bad-path", message, name.span, help=remedy)
            return False
        before = len(self.diagnostics)
        if self._search(name.text, roots, name.span):
            return True
        self.missing.add(name.text)
        if len(self.diagnostics) == before:
            near = did_you_mean(name.text, [*self.found, *(p.name for p in _shipped_names())])
            remedy = f"`{name.text}{SUFFIX}` is looked for beside this file and where pingan's own policies are"
            message = f"there is no module `{name.text}`"
            self.diagnostics.error("unknown-module", message, name.span, help=near or remedy)
        return False

    def _search(self, name: str, roots: tuple[Folder, ...], span: Span) -> LoadedModule | None:
        file = f"{name}{SUFFIX}"
        for root in roots:
            for parts in ((file,), (name, file), ("vocabulary", file)):
                content = self._read(root, parts, span, MAXIMUM_FILE)
                if content is None:
                    continue
                source = self._text(Source(root.shown(parts), ""), content, span)
                inner = Below(root, parts[:-1])
                if isinstance(root, Brought):
                    self.brought[name] = root.library
                return None if source is None else self._add(source, roots, (inner,), name)
        return None

    def _check_need(self, reference: syntax.Name, module: LoadedModule) -> None:
        """A module that a library brings may be used by files that need the library."""
        owner = self.brought.get(reference.text)
        if owner is None or owner in {need.text for need in module.written.header.needs}:
            return
        message = f"`{reference.text}` is of the library `{owner}`, which this file does not say it needs"
        remedy = f"write `needs {owner}` in the header of `{module.name}`"
        self.diagnostics.error("missing-need", message, reference.span, help=remedy)

    def _check_kind(self, reference: syntax.Name, is_parent: bool) -> None:
        loaded = self.found.get(reference.text)
        if loaded is None or loaded.module.is_policy == is_parent:
            return
        what, verb = ("vocabulary", "uses") if is_parent else ("policy", "extends")
        message = f"`{reference.text}` is a {what}"
        self.diagnostics.error("wrong-module", message, reference.span, help=f"write `{verb} {reference.text}`")

    # --- reading -----------------------------------------------------------------------------------------------

    def _read(self, place: Folder, parts: tuple[str, ...], span: Span, limit: int) -> bytes | None:
        try:
            content = place.read(parts, limit)
        except RefusedError as refused:
            self._report("unreadable-file", f"`{place.shown(parts)}` is not read: {refused}", span)
            return None
        if self.reads is not None:
            self.reads.append((path_of(place, parts), content))
        if self.texts:
            content = self._instead(path_of(place, parts), content)
        if content is not None and len(content) > limit:
            self._report("too-large", f"`{place.shown(parts)}` holds more than {limit // 1024**2} MiB", span)
            return None
        return content

    def _instead(self, path: str | None, content: bytes | None) -> bytes | None:
        text = None if path is None else self.texts.get(os.path.realpath(path))
        return content if text is None else text.encode("utf-8", "surrogatepass")

    def _text(self, name: Source, content: bytes, span: Span) -> Source | None:
        try:
            return Source(name.name, content.decode("utf-8"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = f"line {line} of `{name.name}` is not UTF-8"
            encoding = other_encoding(content)
            remedy = "save it as UTF-8" if encoding is None else f"it looks like {encoding}: save it as UTF-8"
            self._report("not-utf-8", message, Span(Source(name.name, ""), 0, 0) if span is NOWHERE else span, remedy)
            return None

    def _report(self, code: str, message: str, span: Span, help: str | None = None) -> None:
        places = () if span is NOWHERE else (span,)
        self.diagnostics.error(code, message, *places, help=help)

    def _add(
        self, source: Source, roots: tuple[Folder, ...], beside: tuple[Folder, ...], file: str | None
    ) -> LoadedModule | None:
        """Parses *source* and keeps it; registers and translations are read from the folder *beside* it."""
        self.size += len(source.text)
        if self.size > MAXIMUM_TOTAL or len(self.found) >= MAXIMUM_MODULES:
            message = f"at most {MAXIMUM_MODULES} modules of {MAXIMUM_TOTAL // 1024**2} MiB together are read"
            self.diagnostics.error("too-large", message, Span(source, 0, 0))
            return None
        module = parse(source, self.diagnostics, self.environment)
        if module is None:
            return None
        name = module.header.name
        if file is not None and name.text != file:
            message = f"this file is called `{file}{SUFFIX}`, and the module in it `{name.text}`"
            self.diagnostics.error("wrong-name", message, name.span, help="give both the same name")
            return None
        if name.text in self.found:
            return self._again(module, source)
        self._check_case(name)
        register = self._register(module, (*beside, *roots))
        loaded = LoadedModule(module, register, self._translations(name, beside), parsed=True)
        self.found[name.text] = _Loaded(loaded, roots)
        return loaded

    def _again(self, module: syntax.Module, source: Source) -> LoadedModule | None:
        name = module.header.name
        first = self.found[name.text].module
        if first.written == module:
            return first
        remark = Annotation(first.span, "the first")
        self.diagnostics.error("duplicate-name", f"two modules are called `{name.text}`", name.span, remark)
        return None

    def _check_case(self, name: syntax.Name) -> None:
        folded = _folded(name.text)
        for other, loaded in self.found.items():
            if _folded(other) == folded:
                message = f"`{name.text}` and `{other}` differ only in the case of letters"
                remark = Annotation(loaded.module.span, "the other")
                remedy = "some file systems take them for one"
                self.diagnostics.error("case-clash", message, name.span, remark, help=remedy)

    def _register(self, module: syntax.Module, places: tuple[Folder, ...]) -> Mapping[str, Clause] | None:
        header = module.header
        if not isinstance(header, syntax.PolicyHeader) or header.register is None:
            return None
        if not is_file_name(header.register) or not header.register.endswith(".jsonl"):
            message = f"{header.register!r} is no name of a register"
            remedy = "name a `.jsonl` file beside the policy, without any folder"
            self.diagnostics.error("bad-path", message, header.name.span, help=remedy)
            return None
        for place in places:
            for parts in ((header.register,), (header.name.text, header.register)):
                content = self._read(place, parts, header.name.span, MAXIMUM_REGISTER)
                if content is None:
                    continue
                source = self._text(Source(place.shown(parts), ""), content, header.name.span)
                return None if source is None else read_register(source, self.diagnostics)
        message = f"there is no register `{header.register}` beside the policy"
        remedy = "put the file there, or leave out `clauses`"
        self.diagnostics.error("bad-register", message, header.name.span, help=remedy)
        return None

    def _translations(self, name: syntax.Name, beside: tuple[Folder, ...]) -> Mapping[str, Mapping[str, str]]:
        """What the texts of the module are in other languages: files that stand beside it, one a dialect."""
        found: dict[str, Mapping[str, str]] = {}
        if not is_file_name(name.text):
            return found
        for place in beside:
            for dialect in self.environment.dialects.names:
                parts = (translations_file(name.text, dialect),)
                content = self._read(place, parts, name.span, MAXIMUM_TRANSLATIONS)
                source = None if content is None else self._text(Source(place.shown(parts), ""), content, name.span)
                if source is not None:
                    found[dialect] = read_translations(source, self.diagnostics)
        return found


def _plain(target: object) -> str:
    """*target* as one short line that no terminal takes for anything else."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(target))
    return text if len(text) <= 200 else f"{text[:200]}…"


def _references(module: syntax.Module) -> list[tuple[syntax.Name, bool]]:
    header = module.header
    parents = (*header.extends, *header.replaces) if isinstance(header, syntax.PolicyHeader) else ()
    return [*((n, True) for n in parents), *((n, False) for n in header.uses)]


def _check_cycles(modules: Mapping[str, LoadedModule], diagnostics: Diagnostics) -> None:
    """Reports each module that, by what it uses and extends, comes back to itself; once a circle."""
    reads = {name: [n.text for n, _ in _references(m.syntax)] for name, m in modules.items()}
    for way in circles(reads):
        names = " needs ".join(f"`{n}`" for n in (*way, way[0]))
        reference = next(n for n, _ in _references(modules[way[0]].syntax) if n.text == (*way, way[0])[1])
        diagnostics.error("cycle", f"modules must not need each other in circles: {names}", reference.span)


def _shipped() -> Traversable | None:
    try:
        return data("policies")
    except FileNotFoundError:
        return None


def _shipped_names() -> list[Traversable]:
    shipped = _shipped()
    return [] if shipped is None else [p for p in shipped.iterdir() if p.joinpath(f"{p.name}{SUFFIX}").is_file()]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
