"""The rows of a spreadsheet as records."""
