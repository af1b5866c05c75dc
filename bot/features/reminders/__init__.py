"""A private reminder once a day: what is open, what is due, what is at stake."""
