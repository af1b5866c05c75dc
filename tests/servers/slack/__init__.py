"""A local Slack: Web API, Socket Mode and response URLs on loopback, as strict as the real one."""
