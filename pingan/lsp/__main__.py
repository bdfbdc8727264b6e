"""``python -m pingan.lsp``: the language server over standard input and output."""

from __future__ import annotations

import sys

from pingan.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["lsp"]
    main()
