"""Finding and reading modules: targets, what they use and extend, and their registers."""

from pingan.model.loaded import Clause, LoadedModule, Modules
from pingan.modules.loader import load_modules

__all__ = ["Clause", "LoadedModule", "Modules", "load_modules"]
