"""Entries in a database: in, out, corrections, next sheets."""
