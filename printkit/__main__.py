"""Where `printkit` and `python -m printkit` begin and end."""

import atexit
import gc
import os
import signal
import sys
import threading


def main() -> None:
    """Run the command line. Ctrl-C is quiet from the first moment, while the command line is still being imported."""
    gc.disable()  # one print lives for a second: looking for garbage takes a twentieth of it and finds none
    status: object = 0
    try:
        from printkit.cli.group import cli

        cli()
    except KeyboardInterrupt:
        sys.stderr.write("\nprintkit: stopped; nothing was written\n")
        raise SystemExit(130) from None
    except SystemExit as ended:
        status = ended.code or 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # while Python ends, a Ctrl-C would print a traceback
    _end(status)


def _end(status: object) -> None:
    """End, and leave the memory to the system: taking it apart object by object takes a tenth of a print.

    The long way is taken where something else still runs or watches, and where what was said could not be written.
    """
    if isinstance(status, int) and threading.active_count() == 1 and sys.gettrace() is sys.getprofile() is None:
        atexit._run_exitfuncs()  # noqa: SLF001 - temporary folders and the like
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):  # None when it was closed before the start
                stream.flush()
        except (OSError, ValueError):  # a pipe that nobody reads any more
            sys.exit(status)
        os._exit(status)
    sys.exit(status)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
