"""The entry point of the command, also as `python -m galaplan`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command.

    Imports make many lasting objects and no garbage; looking for garbage meanwhile would take a sixth of the start-up
    time. It is looked for again after the first file.
    """
    gc.disable()
    try:
        from galaplan.cli import run

        run()
    except KeyboardInterrupt:  # pressed so early that the command itself was not there yet
        print("Error: interrupted", file=sys.stderr)
        sys.exit(130)
    finally:
        gc.freeze()  # Python would look for garbage in all that now goes with the process


if __name__ == "__main__":
    main()
