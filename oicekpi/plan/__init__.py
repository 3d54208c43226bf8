"""What was promised: the plan, its indicators and targets, and the pace at which it is due."""
