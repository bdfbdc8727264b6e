"""Where the grammars and policies that come with the package are found."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

DataKind = Literal["grammars", "policies"]


def data(kind: DataKind) -> Traversable:
    """The folder of *kind*: inside the installed package (a folder or a zip), else at the root of a checkout.

    Example: ``data("grammars").joinpath("core.lark").read_text("utf-8")``.
    Raises FileNotFoundError when the installation is incomplete.
    """
    packaged = files("pingan").joinpath("_data", kind)
    if packaged.is_dir():
        return packaged
    # Editable installs do not get the wheel's force-include: the folder stands beside the package.
    checkout = Path(__file__).resolve().parents[2] / kind
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError(f"the folder `{kind}` of pingan is neither in the package nor in a checkout")
