"""/progress: streak, accuracy and mastery, in words."""

from __future__ import annotations

from bot.core.router import Router, from_millis
from bot.features.cards import count
from bot.features.places import Place, place_of
from bot.features.services import Services
from bot.model import Card, Command, Fields, Interaction, Outcome, Paragraph, Reply, Text, text
from bot.study import memory, streaks
from storage.records import ConceptScore

COMMAND = Command(
    ("progress",),
    "Your streak, accuracy and what you know by now",
    hints=("stats", "statistics", "score", "points", "streak", "mastery", "my progress"),
)


class Progress:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._progress)

    async def _progress(self, interaction: Interaction) -> Outcome:
        place = await place_of(self._services, interaction)
        answers = self._services.store.answers
        scores = await answers.concept_scores(place.person.id, place.group.id)
        if not scores:
            words = "Nothing yet: your first answer starts it. /today has a question for you."
            return Reply(Card("Your progress", (Paragraph(text(words)),)))
        today = self._services.today(place.group).isoformat()
        row, days = await answers.streak(place.group.id, place.person.id, today)
        streak = streaks.shown(streaks.Streak(*row), days, today)
        asked, right = sum(s.answers for s in scores), sum(s.correct for s in scores)
        points = await self._services.store.boards.board(
            place.group.id, "all", place.person.id, limit=1
        )
        fields = Fields(
            (
                ("Streak", text(_streak_words(streak))),
                ("Points", text(str(points.own.points if points.own else 0))),
                ("Right", text(f"{right} of {asked}, {round(100 * right / asked)} %")),
            )
        )
        sections = await self._sections(place, scores)
        return Reply(Card("Your progress", (fields, *(Paragraph(line) for line in sections))))

    async def _sections(self, place: Place, scores: tuple[ConceptScore, ...]) -> list[Text]:
        """A line a section: how much was met, how well, and how much is still remembered."""
        rows = await self._services.store.answers.memory(place.person.id, place.course.slug)
        now = from_millis(self._services.now())
        lines = []
        for section in place.course.sections:
            ids = [c for c in place.course.plan if place.course.concepts[c].section == section.id]
            met = [score for score in scores if score.concept_id in ids]
            if not met:
                continue
            asked, right = sum(s.answers for s in met), sum(s.correct for s in met)
            kept = [memory.retrievability(rows[c].state, now) for c in ids if c in rows]
            fresh = f", about {round(100 * sum(kept) / len(kept))} % still fresh" if kept else ""
            words = f"{len(met)} of {count(len(ids), 'concept')} met, {right} of {asked} right"
            lines.append(text(f"{section.title}: {words}{fresh}."))
        return lines


def _streak_words(streak: streaks.Streak) -> str:
    words = count(streak.current, "study day")
    if streak.best > streak.current:
        words += f" (best {streak.best})"
    if streak.freezes:
        words += f", {count(streak.freezes, 'freeze')} in hand"
    return words
