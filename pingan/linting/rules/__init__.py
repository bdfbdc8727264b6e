"""Lint rules, a file each; which there are stands in `pingan.linting.table`."""
