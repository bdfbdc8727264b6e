"""``python -m pingan``: the command line."""

from pingan.cli import main

if __name__ == "__main__":
    main()
