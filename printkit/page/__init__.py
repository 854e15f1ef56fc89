"""Screens in a browser: the public face as forms and links, for who will not open a shell."""
