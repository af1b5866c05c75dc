"""``python -m bot`` is the same as ``studyhall``."""

from bot.cli import main

main()
