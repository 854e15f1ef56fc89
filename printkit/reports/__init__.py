"""Progress as pages: words, tables, plots and the trace of each number."""
