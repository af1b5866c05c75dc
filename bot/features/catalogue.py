"""Every capability the bot has: a new one is one line here."""

from __future__ import annotations

from typing import NoReturn, cast

from bot.features.cancel import Cancel
from bot.features.checkpoint.checkpoint import CheckpointPresses
from bot.features.concepts import Concepts
from bot.features.context import Places
from bot.features.daily import DailyPresses, Today
from bot.features.daily.counters import Counters
from bot.features.exam.exam import Exam
from bot.features.group.break_notices import Announcing
from bot.features.group.checkpoints import CheckpointSwitch
from bot.features.group.courses import Seasons
from bot.features.group.daily_questions import DailyQuestions
from bot.features.group.exam_date import ExamDate
from bot.features.group.members import Members
from bot.features.group.moving import Moving
from bot.features.group.organizers import Organising
from bot.features.group.running import Running
from bot.features.group.schedule import ScheduleForm
from bot.features.group.setup import Setup
from bot.features.group.skipping import Skipping
from bot.features.group.status import Status
from bot.features.group.week_recap import WeekRecap
from bot.features.group.withdrawing import Withdrawing
from bot.features.group.zone_menu import ZoneMenu
from bot.features.help import Help
from bot.features.leaderboard import Leaderboard
from bot.features.me import Account
from bot.features.milestone_sharing import Milestones
from bot.features.progress import HomePage, Progress
from bot.features.quiz import Quiz
from bot.features.reminders.switching import Switching
from bot.features.report import Report
from bot.features.review.review import Review
from bot.features.services import Feature, Services
from bot.interactions.router import Router
from bot.model import Command

FEATURES: tuple[type[Feature], ...] = (
    Today,
    Quiz,
    Review,
    Exam,
    CheckpointPresses,
    Concepts,
    Leaderboard,
    Progress,
    HomePage,
    Milestones,
    Report,
    Help,
    Account,
    Switching,
    Places,
    Setup,
    Status,
    ScheduleForm,
    ZoneMenu,
    Running,
    Skipping,
    DailyQuestions,
    CheckpointSwitch,
    WeekRecap,
    ExamDate,
    Announcing,
    Withdrawing,
    Seasons,
    Members,
    Organising,
    Moving,
    Cancel,
)


def declared() -> tuple[Command, ...]:
    """Every command, for a manifest; nothing is run."""

    async def nothing_runs(_: object, /) -> NoReturn:
        raise RuntimeError("these commands are only listed")

    router = Router(nothing_runs)
    # Registering only declares; services are used when something is asked.
    register_all(cast(Services, None), router)
    return router.commands


def register_all(services: Services, router: Router) -> Counters:
    """Adds every feature's commands and actions; gives back the counters that the loop drives."""
    counters = Counters(services)
    DailyPresses(services, counters).register(router)
    for feature in FEATURES:
        feature(services).register(router)
    return counters
