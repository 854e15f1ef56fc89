"""Where `printkit` and `python -m printkit` begin."""

import gc
import signal
import sys


def main() -> None:
    """Run the command line. Ctrl-C is quiet from the first moment, while the command line is still being imported."""
    gc.disable()  # one print lives for a second: looking for garbage takes a twentieth of it and finds none
    try:
        from printkit.cli.group import cli

        cli()
    except KeyboardInterrupt:
        sys.stderr.write("\nprintkit: stopped; nothing was written\n")
        raise SystemExit(130) from None
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # while Python ends, a Ctrl-C would print a traceback


if __name__ == "__main__":
    main()
