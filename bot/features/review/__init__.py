"""/review: what a member is about to forget, five at a time."""
