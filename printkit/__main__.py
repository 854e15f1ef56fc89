"""Where `printkit` and `python -m printkit` begin."""

import sys


def main() -> None:
    """Run the command line. Ctrl-C is quiet from the first moment, while the command line is still being imported."""
    try:
        from printkit.cli import cli

        cli()
    except KeyboardInterrupt:
        sys.stderr.write("\nprintkit: stopped; nothing was written\n")
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
