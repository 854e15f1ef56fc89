"""Records and closed sets: what an exercise, a rule, a checklist and an option file are."""
