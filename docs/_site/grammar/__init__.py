"""The grammar page: productions of `grammars/` as railroad diagrams, the words of both dialects side by side."""
