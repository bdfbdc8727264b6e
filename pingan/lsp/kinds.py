"""What kinds of declarations are called in the protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lsprotocol.types import SymbolKind

from pingan.editor.nodes import Kind

SYMBOL_KINDS: Final[Mapping[Kind, SymbolKind]] = {
    "module": SymbolKind.Module,
    "enum": SymbolKind.Enum,
    "member": SymbolKind.EnumMember,
    "record": SymbolKind.Struct,
    "field": SymbolKind.Field,
    "fact": SymbolKind.Variable,
    "actor": SymbolKind.Interface,
    "action": SymbolKind.Method,
    "argument": SymbolKind.Property,
    "parameter": SymbolKind.Constant,
    "interpretation": SymbolKind.Key,
    "reading": SymbolKind.EnumMember,
    "definition": SymbolKind.Function,
    "rule": SymbolKind.Class,
    "form": SymbolKind.Class,
    "scenario": SymbolKind.Event,
    "variable": SymbolKind.Variable,
    "clause": SymbolKind.String,
    "library": SymbolKind.Package,
}
