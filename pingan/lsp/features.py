"""Everything the server can do, one file a group."""

from __future__ import annotations

from pingan.lsp import (
    actions,
    completion,
    diagnostics,
    forming,
    hints,
    hover,
    lenses,
    lifecycle,
    navigation,
    outline,
    renaming,
    semantic_tokens,
)
from pingan.lsp.server import PolicyServer

_GROUPS = (
    *(lifecycle, diagnostics, navigation, renaming, outline, forming),
    *(completion, hover, semantic_tokens, hints, lenses, actions),
)


def register(server: PolicyServer) -> None:
    """Has *server* do it all."""
    for group in _GROUPS:
        group.register(server)
