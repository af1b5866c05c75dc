"""Metrics, health and readiness for whoever runs the bot, on a local port of its own."""
