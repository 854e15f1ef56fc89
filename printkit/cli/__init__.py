"""The command line: click parses, the rest of printkit answers."""
