"""Every diagnostic code: one row each, put together from the layers that report them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pingan.diagnostics.code import Code
from pingan.diagnostics.codes_of_artifacts import CODES_OF_ARTIFACTS
from pingan.diagnostics.codes_of_configuration import CODES_OF_CONFIGURATION
from pingan.diagnostics.codes_of_documents import CODES_OF_DOCUMENTS
from pingan.diagnostics.codes_of_layers import CODES_OF_LAYERS
from pingan.diagnostics.codes_of_libraries import CODES_OF_LIBRARIES
from pingan.diagnostics.codes_of_meaning import CODES_OF_MEANING
from pingan.diagnostics.codes_of_names import CODES_OF_NAMES
from pingan.diagnostics.codes_of_rules import CODES_OF_RULES
from pingan.diagnostics.codes_of_tables import CODES_OF_TABLES
from pingan.diagnostics.codes_of_text import CODES_OF_TEXT

__all__ = ["CODES", "Code"]


def _by_name(codes: Iterable[Code]) -> Mapping[str, Code]:
    table = {code.name: code for code in sorted(codes, key=lambda c: c.name)}
    return MappingProxyType(table)


CODES: Mapping[str, Code] = _by_name(
    (
        *CODES_OF_TEXT,
        *CODES_OF_NAMES,
        *CODES_OF_MEANING,
        *CODES_OF_RULES,
        *CODES_OF_DOCUMENTS,
        *CODES_OF_LAYERS,
        *CODES_OF_LIBRARIES,
        *CODES_OF_TABLES,
        *CODES_OF_ARTIFACTS,
        *CODES_OF_CONFIGURATION,
    )
)
