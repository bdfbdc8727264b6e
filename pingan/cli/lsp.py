"""``pingan lsp``: the language server that editors start."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.libraries import environment, library_option
from pingan.cli.output import complain


@click.command(name="lsp")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output, as is done anyway.")
@click.option("--tcp", metavar="PORT", type=click.IntRange(1, 65535), help="Wait for one editor on 127.0.0.1:PORT.")
@click.version_option(pingan.__version__, prog_name="pingan lsp")
@library_option
def command(stdio: bool, tcp: int | None) -> int:
    """Serve an editor: the language server, which editors start by themselves.

    Libraries are chosen here and nowhere else: nothing in a workspace has code loaded.
    """
    if find_spec("pygls") is None:
        complain("the language server needs packages that are not here: pip install 'pingan[lsp]'")
        return ExitCode.COULD_NOT_RUN
    from pingan.lsp.server import make_server

    server = make_server(environment())
    if tcp is not None:
        server.start_tcp("127.0.0.1", tcp)
        return ExitCode.FINE
    # What anything prints would be taken for part of the protocol.
    out, sys.stdout = sys.stdout, sys.stderr
    server.start_io(sys.stdin.buffer, out.buffer)
    return ExitCode.FINE
