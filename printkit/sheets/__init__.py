"""Sheets that come back: their geometry, their codes, the scans of them, and whose they are."""
