"""A group as its planning sees it, for the planner and for every card that says what comes next."""

from __future__ import annotations

from bot.features.services import Services
from bot.study.group import Group
from bot.study.planning.phase import Phase, phase_of
from bot.study.planning.view import GroupView, wanted


async def view_of(services: Services, group: Group, *, bank: bool = False) -> GroupView:
    """What is planned by now, with ``group`` as it is given."""
    asked = wanted(group, services.clock.now(), bank=bank)
    found = await services.store.planning.view(asked)
    return GroupView(group, ()) if found is None else found.of(group)


async def group_phase(services: Services, group: Group) -> Phase:
    """Where the group stands now."""
    view = await view_of(services, group)
    return phase_of(view, services.course(group), services.today(group))
