"""What organizers do: set up, run and look after a group."""
