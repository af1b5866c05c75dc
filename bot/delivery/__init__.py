"""Posts go out once: the outbox, its queue, recovery after a crash, and the ticker."""
