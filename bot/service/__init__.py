"""What keeps one process alive: the wiring, settings, logs, locks, courses, notices, health."""
