"""Pictures from data: a pose file and a side in, a drawing out. Knows no PDF and no page."""
