"""The entry point of the command, also as `python -m galaplan`."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command.

    Imports make many lasting objects and no garbage; looking for garbage meanwhile would take a sixth of the start-up
    time. It is looked for again after the first file.
    """
    gc.disable()
    from galaplan.cli import main as command

    command(prog_name="galaplan")


if __name__ == "__main__":
    main()
