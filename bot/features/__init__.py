"""What the bot can do, one module or folder a capability."""
