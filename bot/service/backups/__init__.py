"""Backups of the running bot: made each night, tried, kept for a while."""
