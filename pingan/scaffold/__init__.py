"""New policy projects: a small policy that checks, tests and covers its clauses, to be made one's own."""

from __future__ import annotations

from pingan.scaffold.nodes import BadProjectError, Project
from pingan.scaffold.rendering import project_files
from pingan.scaffold.writing import clashes, write_project

__all__ = ["BadProjectError", "Project", "clashes", "project_files", "write_project"]
