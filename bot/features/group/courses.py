"""/study course: a new season, with this course or another one; finding a course by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from bot.features.arguments import argument
from bot.features.cancel import cancel_button
from bot.features.cards import buttons, say
from bot.features.context import organized_group, organizer_context
from bot.features.daily.planner import Planner
from bot.features.daily.upcoming import next_words
from bot.features.group.notices import with_notices
from bot.features.group.season_opening import open_season
from bot.features.pages import page_number, paged
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, encode, row_id
from bot.model import (
    Ack,
    Button,
    Card,
    ChoiceField,
    Command,
    Field,
    Interaction,
    Option,
    Outcome,
    Reply,
    Style,
    TextField,
    Tone,
    Update,
)
from bot.model.limits import OPTION_DESCRIPTION, OPTION_LABEL, OPTIONS, clip
from bot.study.group import Group, GroupState
from bot.study.group_settings import OfSeason
from content.model import Course

words = words_of(__file__)

COURSE = Command(
    ("study", "course"),
    words("command"),
    for_organizers=True,
    hints=("courses", "new season", "season", "restart", "change course"),
)
PICK_COURSE, PAGE, NEW_COURSE = "course", "course-page", "course-start"
NAMED = 8
"""So many courses are named in one sentence."""

MISSING = say(words("missing.title"), words("missing.body"))


def offered(services: Services) -> dict[str, Course]:
    """The courses that a group may begin with: no drafts."""
    return {slug: one for slug, one in services.courses.all().items() if not one.draft}


def course_field(courses: Mapping[str, Course], chosen: str) -> Field:
    """A menu; where there are more courses than it holds, a field to type the name into."""
    if len(courses) > OPTIONS:
        title = courses[chosen].title if chosen in courses else ""
        hint = words("field-hint", courses=len(courses))
        return TextField("course", words("field"), hint, title, max_length=150)
    options = tuple(
        Option(clip(course.title, OPTION_LABEL), slug, selected=slug == chosen)
        for slug, course in sorted(courses.items())
    )
    return ChoiceField("course", words("field"), options)


def read_course(
    courses: Mapping[str, Course], values: Mapping[str, tuple[str, ...]]
) -> Course | str:
    """The course that a form names, or a sentence about what is amiss."""
    typed = " ".join((values.get("course") or ("",))[0].split())
    if typed in courses:
        return courses[typed]
    if len(courses) <= OPTIONS:
        return words("choose-one")
    plain = typed.casefold()
    found = [c for c in courses.values() if c.title.casefold() == plain]
    found = found or [c for c in courses.values() if plain and plain in c.title.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        return words("which", near=", ".join(c.title for c in found[:NAMED]))
    titles = {slug: course.title.casefold() for slug, course in courses.items()}
    near = process.extract(plain, titles, scorer=fuzz.WRatio, limit=NAMED)
    return words("unknown", near=", ".join(courses[slug].title for _, _, slug in near))


class Seasons:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)

    def register(self, router: Router) -> None:
        router.command(COURSE, self._course)
        router.action(PICK_COURSE, Ack.UPDATE, self._picked)
        router.action(PAGE, Ack.UPDATE, self._page)
        router.action(NEW_COURSE, Ack.UPDATE, self._new_course)

    async def _course(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        return Reply(await with_notices(self._services, group, self._menu(group, 0), interaction))

    async def _page(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        return Update(self._menu(group, page_number(interaction, 1)))

    def _menu(self, group: Group, page: int) -> Card:
        courses = sorted(offered(self._services).values(), key=lambda c: c.title.casefold())
        options = [
            Option(
                clip(course.title, OPTION_LABEL),
                course.slug,
                clip(course.description, OPTION_DESCRIPTION),
                course.slug == group.course,
            )
            for course in courses
        ]
        return say(
            words("title"),
            words("body"),
            rows=paged(
                encode(PICK_COURSE, group.id),
                words("placeholder"),
                options,
                page,
                encode(PAGE, group.id),
            ),
        )

    async def _picked(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        slug = (interaction.values.get("choice") or ("",))[0]
        course = offered(self._services).get(slug)
        if course is None:
            raise Refusal(MISSING)
        sure = words("sure.same" if slug == group.course else "sure.body", course=course.title)
        start = encode(NEW_COURSE, slug, group.id, group.season)
        return Update(
            say(
                words("sure.title"),
                sure,
                rows=(buttons(Button(words("sure.button"), start, Style.DANGER), cancel_button()),),
                tone=Tone.NOTICE,
            )
        )

    async def _new_course(self, interaction: Interaction) -> Outcome:
        """Begins the season after the one in which the card was shown, once."""
        _, group = await organized_group(self._services, interaction, 1)
        slug = argument(interaction)
        if slug not in offered(self._services):
            raise Refusal(MISSING)
        if len(interaction.args) < 3 or row_id(interaction.args[2]) != group.season:
            raise Refusal(say(words("overtaken.title"), words("overtaken.body")))
        groups, now = self._services.store.groups, self._services.now()
        asked = await self._services.store.rounds.history(group.id)
        before = OfSeason(group.season + 1, str(len(asked)))
        await groups.change_settings(group.id, lambda s: replace(s, asked_before=before))
        if group.state == GroupState.ENDED:
            await groups.set_state(
                group.id, GroupState.ACTIVE, paused_until=None, due_at=group.due_at
            )
        await groups.set_course(group.id, slug, group.due_at)
        await groups.change_settings(group.id, lambda s: replace(s, since=now))
        changed = await groups.get(group.id) or group
        await open_season(self._services, changed, self._services.courses.all()[slug])
        changed = await groups.get(group.id) or changed
        due = await self._planner.next_due(changed)
        await groups.set_due(group.id, due)
        when = await next_words(self._services, changed)
        return Update(say(words("begun.title"), words("begun.body", when=when), tone=Tone.GOOD))
