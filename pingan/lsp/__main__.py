"""``python -P -m pingan.lsp``: the language server over standard input and output."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # Editors start it in a folder of the workspace, whose files must not be taken for modules that it imports.
    if not sys.flags.safe_path:
        del sys.path[0]

    from pingan.cli import main

    sys.argv[1:1] = ["lsp"]
    main()
