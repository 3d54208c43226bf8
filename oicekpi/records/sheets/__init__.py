"""CSV files: taken apart, their columns mapped to fields, and how that is remembered."""
