"""Builds the site: ``python -m docs._site [FOLDER]``; everything that Sphinx warns of is an error."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from docs._site.staging import Site, stage


def main() -> int:
    """Stages the pages beside the target, then builds them; the exit code is Sphinx's own."""
    parser = argparse.ArgumentParser(prog="python -m docs._site", description="Builds the documentation site.")
    parser.add_argument("target", nargs="?", type=Path, default=Site.ROOT / "build/docs", help="the folder of the site")
    parser.add_argument("--workers", default="auto", help="processes that read and write pages")
    options = parser.parse_args()
    from sphinx.cmd.build import build_main  # slow to import: `--help` goes without

    target: Path = options.target.resolve()
    staged = target.with_name(target.name + "-pages")
    stage(staged)
    strict = ["-q", "-W", "--keep-going", "-n"]
    folders = ["-c", str(Site.FOLDER), "-d", str(target.with_name(target.name + "-doctrees")), str(staged), str(target)]
    return build_main(["-b", "html", *strict, "-j", options.workers, *folders])


if __name__ == "__main__":
    sys.exit(main())
