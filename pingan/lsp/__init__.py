"""The language server: between the protocol that editors speak and `pingan.editor`; it alone knows pygls."""
