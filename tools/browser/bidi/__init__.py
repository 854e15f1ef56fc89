"""In place of the front of python-bidi, which is written in Rust and has no build for a browser's Python.

What sets a line asks `bidi.algorithm` alone, and that is written in Python.
"""
