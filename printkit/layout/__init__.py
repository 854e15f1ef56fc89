"""Blocks to lines, fragments and pages. Knows no PDF."""
