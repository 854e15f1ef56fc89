"""What was done and measured, and what may be concluded from it. Pure functions of one history."""
