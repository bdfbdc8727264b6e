"""The package is imported from its folder, as if it were installed, and its distribution is built once."""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(__file__).parent

if str(PACKAGE) not in sys.path:
    sys.path.append(str(PACKAGE))
