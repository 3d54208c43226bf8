"""What is wrong with plan and records together: one rule a function, findings as answer."""
