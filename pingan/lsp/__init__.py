"""The language server: the protocol that editors speak, on one side, `pingan.editor` on the other; it alone knows pygls."""
