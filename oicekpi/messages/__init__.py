"""What the program says: failures, and text made safe to show."""
