"""The use cases: they return results, and never print or exit."""
