"""/progress: streak, accuracy and mastery, in words."""

from __future__ import annotations

from bot.features.context import GroupContext, group_context
from bot.features.review.due import REVIEW, how_sure, knowledge
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Router, encode, from_millis
from bot.model import (
    Block,
    Button,
    Buttons,
    Card,
    Command,
    Fields,
    Interaction,
    Outcome,
    Paragraph,
    Reply,
    Style,
    Text,
    text,
)
from bot.study import streaks
from bot.study.answer import ConceptScore
from bot.study.review import FIVE, due

words = words_of(__file__)

COMMAND = Command(
    ("progress",),
    words("command"),
    hints=("stats", "statistics", "score", "points", "streak", "mastery", "my progress"),
)


class Progress:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._progress)

    async def _progress(self, interaction: Interaction) -> Outcome:
        context = await group_context(self._services, interaction)
        answers = self._services.store.answers
        scores = await answers.concept_scores(context.person.id, context.group.id)
        if not scores:
            return Reply(Card(words("title"), (Paragraph(text(words("nothing"))),)))
        today = self._services.today(context.group).isoformat()
        row, days = await answers.streak(context.group.id, context.person.id, today)
        streak = streaks.shown(row, days, today)
        asked, right = sum(s.answers for s in scores), sum(s.correct for s in scores)
        points = await self._services.store.boards.board(
            context.group.id, "all", context.person.id, limit=1
        )
        right_words = words("right", right=right, asked=asked, percent=round(100 * right / asked))
        fields = [(words("field-streak"), text(_streak_words(streak)))]
        if streak.freezes:
            freezes = words("freezes", freezes=streak.freezes)
            fields.append((words("field-freezes"), text(freezes)))
        fields += [
            (words("field-points"), text(str(points.own.points if points.own else 0))),
            (words("field-right"), text(right_words)),
        ]
        sections = await self._sections(context, scores)
        lines = tuple(Paragraph(line) for line in sections)
        known = await knowledge(self._services, context)
        waiting = len(due(known, from_millis(self._services.now())))
        if waiting:
            fields.append((words("field-due"), text(words("due", due=min(waiting, FIVE)))))
        sure = await how_sure(self._services, context)
        if sure.of_ten is not None:
            fields.append((words("field-sure"), text(words("sure", right=sure.of_ten))))
        rows = (Buttons((Button(words("review"), encode(REVIEW), Style.PRIMARY),)),)
        blocks: tuple[Block, ...] = (Fields(tuple(fields)), *lines)
        return Reply(Card(words("title"), blocks, rows if waiting else ()))

    async def _sections(
        self, context: GroupContext, scores: tuple[ConceptScore, ...]
    ) -> list[Text]:
        """A line a section: how much was met, how well, and how much is still remembered."""
        known = await knowledge(self._services, context)
        now = from_millis(self._services.now())
        lines = []
        for section in context.course.sections:
            ids = [
                c for c in context.course.plan if context.course.concepts[c].section == section.id
            ]
            met = [score for score in scores if score.concept_id in ids]
            if not met:
                continue
            asked, right = sum(s.answers for s in met), sum(s.correct for s in met)
            kept = [known.recall(c, now) for c in ids if c in known.concepts]
            told: dict[str, str | int] = {
                "section": section.title,
                "met": len(met),
                "total": len(ids),
                "right": right,
                "asked": asked,
            }
            if kept:
                fresh = round(100 * sum(kept) / len(kept))
                lines.append(words.text("section-fresh", fresh=fresh, **told))
            else:
                lines.append(words.text("section", **told))
        return lines


def _streak_words(streak: streaks.Streak) -> str:
    if streak.best > streak.current:
        return words("streak-best", days=streak.current, best=streak.best)
    return words("streak", days=streak.current)
