"""Flood warnings for pingan."""

from importlib.resources import files

from pingan.language.dialect import Dialect
from pingan.language.library import Exporter, Library
from pingan_floods.freeboard import FREEBOARD
from pingan_floods.outline import outline
from pingan_floods.rhineland import RHINELAND
from pingan_floods.warning import WARNING

HERE = files("pingan_floods")

LIBRARY = Library(
    name="floods",
    version="1.0.0",
    dialects=(Dialect.from_folder(HERE.joinpath("german")),),
    clause_forms=(WARNING,),
    functions=(FREEBOARD,),
    calendars=(RHINELAND,),
    exporters=(Exporter("outline", outline, ".txt", "Every norm on a line, below its rule."),),
    vocabularies=HERE.joinpath("vocabulary"),
    requirement="pingan-floods>=1",
    documentation="Flood warnings: who is told when the water rises.",
)
