"""Indicators as text: tables, pages, charts, JSON, CSV, Markdown. Only the command line prints."""
