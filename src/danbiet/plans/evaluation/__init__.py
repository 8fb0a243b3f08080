"""Did the plan work? The statute's comparison, and apart from it the effect against all other provinces."""
