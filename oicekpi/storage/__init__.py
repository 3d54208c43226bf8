"""Files: the workspace, git revisions, YAML, spreadsheets, and writing."""
