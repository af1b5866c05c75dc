"""Who may read a group: its names, points and questions.

A group is open to the people whom the platform lets into one of its channels: those who act
there now or have acted there (a row in ``memberships``), and its organizers. A channel that
everybody in the workspace can see is open to the workspace, but for guests, who see only the
channels they were let into. Asking from elsewhere takes nothing for granted: whether the
channel is still public is asked anew.
"""

from __future__ import annotations

from bot.features.services import Services
from bot.model import Interaction, Rights
from bot.study.group import Group, GroupChannel
from bot.study.person import Person

FRESH = 10 * 60_000
"""Milliseconds for which it is believed that a channel is public."""


async def may_reach(
    services: Services, interaction: Interaction, person: Person, group: Group
) -> bool:
    """Whether the member may be shown anything of ``group``, here and now."""
    here = await services.store.groups.by_channel(interaction.channel)
    if here is not None and here.id == group.id:
        await services.store.members.join(group.id, person.id, services.now())
        return True
    own = await services.store.groups.of_person(person.id)
    if any(group.id == other.id for other in own):
        return True
    return not await is_outsider(services, interaction) and await is_open(
        services, interaction, group
    )


async def is_open(services: Services, interaction: Interaction, group: Group) -> bool:
    """Whether one of the group's channels in this workspace can be seen by everybody in it."""
    for channel in await services.store.groups.channels(group.id):
        near = channel.channel.workspace == interaction.channel.workspace
        if near and not await _is_private(services, channel):
            return True
    return False


async def is_outsider(services: Services, interaction: Interaction) -> bool:
    """Whether the member is a guest here, or nobody can tell."""
    if interaction.rights is not Rights.UNKNOWN:
        return False
    member = await services.directory.member(interaction.member, interaction.channel.workspace)
    return member is None or member.guest or not member.present


async def _is_private(services: Services, channel: GroupChannel) -> bool:
    now = services.now()
    if channel.private is not None and 0 <= now - channel.looked_at < FRESH:
        return channel.private
    found = await services.directory.inspect(channel.channel)
    private = channel.private if found.unsure or found.private is None else found.private
    if not found.unsure:
        shown = "" if found.problem else found.shows_as
        await services.store.groups.look(channel.channel, found.private, shown, now)
    return private is not False
