"""Files, passwords and printers; a whole roster with its manifest and workers."""
