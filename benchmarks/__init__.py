"""What a recorded answer costs, paired in one run with handlers that only answer."""
