"""CSV files, taken apart into rows."""
