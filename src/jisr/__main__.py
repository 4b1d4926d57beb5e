"""Runs the command line as ``python -m jisr``."""

from jisr.cli import main

if __name__ == "__main__":
    main()
