"""Where the plan stands on a day: pure, without files, clock or console."""
