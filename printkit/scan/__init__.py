"""Filled sheets read back: where each box lies on a scan, whether it is ticked, and what a person must look at."""
