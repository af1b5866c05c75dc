"""Checkpoints: five mixed questions in private on every fifth study day."""
