"""Text to records: YAML, CSV and spreadsheets, with every problem at its place."""
