"""The validator of the package page-validation, the first of two that look at what is printed; verapdf.py is the other."""

import page


def complaints(data: bytes, profile: str = "ua1") -> list[str]:
    """What is wrong with a PDF by "ua1" (PDF/UA-1), "2a" or "3a" (PDF/A)."""
    report = page.validate_pdf_bytes(data, profile=profile)
    assert report.rules.total > 100
    found = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    assert report.is_compliant == (not found)
    return found


def but_stream_lengths(found: list[str]) -> list[str]:
    """The first validator takes the last byte of a packed stream for the end of a line when it looks like one, which
    veraPDF does not; test_bytes.py counts the bytes of every stream.
    """
    return [complaint for complaint in found if "STREAM-LENGTH" not in complaint]
