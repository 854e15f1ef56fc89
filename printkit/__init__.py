"""printkit: rehabilitation booklets, checklists and charts as accessible PDF."""

__version__ = "0.2.0"
