"""The catalogue, with a clinic's own laid over it."""
