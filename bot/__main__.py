"""``python -m bot`` is the same as ``studyhall``."""

from bot.cli.main import main

main()
