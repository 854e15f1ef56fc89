"""A print locked with a password, for files that leave the clinic. The only home of pikepdf."""

import re
from importlib.util import find_spec
from io import BytesIO

from printkit.errors import MisuseError, OutputError, to_install
from printkit.pdf.seal import sealed_behind

SHORTEST = 8  # letters; the least of NIST SP 800-63B, 5.1.1.2
_LONGEST = 127  # bytes of UTF-8 that PDF 2.0 takes into account
_EXTRA = "password"
_CLAIM = re.compile(rb"<pdfaid:part>\d</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>")


def require_extra() -> None:
    """Raise OutputError when what the extra "password" brings is not installed."""
    if find_spec("pikepdf") is None:
        raise OutputError(f"a password needs the extra {_EXTRA}", hint=f"install it: {to_install(_EXTRA)}")


def why_refused(password: str) -> str:
    """What is wrong with a password, or ""."""
    if len(password) < SHORTEST:
        return f"a password has {SHORTEST} letters or more; 3 or 4 words are easy to say on the telephone"
    return "the password is too long" if len(password.encode()) > _LONGEST else ""


def checked(data: bytes, password: str) -> bytes:
    """The same PDF, locked. Raises OutputError without the extra, MisuseError for a password that will not do."""
    require_extra()
    if problem := why_refused(password):
        raise MisuseError(problem)
    return locked(data, password)


def locked(data: bytes, password: str) -> bytes:
    """The same PDF under AES-256 (PDF 2.0, revision 6), to be opened with the password only.

    Screen readers, printing and filling in stay allowed. PDF/A allows no encryption, so the file no longer says it is
    PDF/A; it stays PDF/UA. Two runs never give the same bytes: the salts are random.
    """
    import pikepdf  # only for those who lock

    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        said = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(_CLAIM.sub(b"", said))
        encryption = pikepdf.Encryption(user=password, owner=password, R=6, allow=pikepdf.Permissions())
        pdf.save(out, encryption=encryption, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return sealed_behind(out.getvalue())
