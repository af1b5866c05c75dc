"""The study day: what is planned, what is posted, and what members press."""

from bot.features.daily.planner import Planner
from bot.features.daily.posts import Posts
from bot.features.daily.presses import DailyPresses
from bot.features.daily.today import Today

__all__ = ["DailyPresses", "Planner", "Posts", "Today"]
