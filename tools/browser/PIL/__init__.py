"""In place of Pillow, which has no build for a browser's Python: reportlab asks for it as soon as it is imported.

Nothing that the screens print has a photo. What would need one is refused as a picture that cannot be read.
"""

__version__ = "0"  # pypdf looks


class UnidentifiedImageError(OSError):
    """What Pillow raises for a file that is no picture."""


class _None:
    """Has what is looked for when a module is imported, and reads no picture."""

    class Image:
        """No picture is one of these."""

    def __getattr__(self, name: str) -> object:
        raise UnidentifiedImageError(f"pictures of your own cannot be read in a browser ({name})")


Image = _None()
