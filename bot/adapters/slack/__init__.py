"""Slack: slack-bolt's ``AsyncApp`` over Socket Mode, one workspace per token."""
