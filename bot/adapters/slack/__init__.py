"""Slack: slack-bolt's ``AsyncApp`` over Socket Mode, one workspace per token."""

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.manifest import manifest

__all__ = ["SlackAdapter", "manifest"]
