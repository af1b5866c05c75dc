"""How a member is doing: /progress, the streak explained, and a platform's home page."""

from bot.features.progress.home import HomePage
from bot.features.progress.progress import Progress

__all__ = ["HomePage", "Progress"]
