"""Plans, records and progress as values and pure functions."""
