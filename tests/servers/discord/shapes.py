"""How the API shows what the local Discord knows."""

from __future__ import annotations

from tests.servers.discord.things import Channel, Clock, Json, Message, Person

VIEW, SEND, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 15, 1 << 16
OPEN_THREADS, SEND_IN_THREADS = 1 << 35, 1 << 38
MANAGE_GUILD, CONNECT = 1 << 5, 1 << 20
EVERYONE = VIEW | CONNECT
THREADS = (10, 11, 12)
FORUMS = (15, 16)
BOT = VIEW | SEND | ATTACH | HISTORY | OPEN_THREADS | SEND_IN_THREADS | 1 << 14


class Shapes(Clock):
    people: dict[str, Person]
    channels: dict[str, Channel]
    me: Person
    guild: str
    owner: str
    bot_role: str
    manager_role: str
    bot_bits: int
    silenced_until: str | None

    def channel_json(self, channel: Channel) -> Json:
        if channel.direct_with:
            other = self.people[channel.direct_with].user()
            return {"id": channel.id, "type": 1, "recipients": [other], "last_message_id": None}
        base = {
            "id": channel.id,
            "type": channel.kind,
            "guild_id": self.guild,
            "name": channel.name,
            "parent_id": channel.parent,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "flags": 0,
        }
        if channel.kind in THREADS:
            parent = self.channels.get(channel.parent or "")
            if parent is not None and parent.kind in FORUMS:
                base |= {"applied_tags": []}
            return base | {
                "owner_id": self.me.id,
                "message_count": len(channel.messages),
                "member_count": 1,
                "thread_metadata": {
                    "archived": channel.archived,
                    "auto_archive_duration": 1440,
                    "archive_timestamp": self.now().isoformat(),
                    "locked": channel.locked,
                },
            }
        rules = [
            {"id": role, "type": 0, "allow": str(on), "deny": str(off)}
            for role, (on, off) in channel.roles.items()
        ]
        if channel.denied:
            rules.append({"id": self.me.id, "type": 1, "allow": "0", "deny": str(channel.denied)})
        return base | {
            "position": 0,
            "nsfw": False,
            "topic": None,
            "permission_overwrites": rules,
        }

    def guild_json(self) -> Json:
        roles = (
            (self.guild, "@everyone", EVERYONE),
            (self.bot_role, "Studyhall", self.bot_bits),
            (self.manager_role, "Managers", MANAGE_GUILD),
        )
        return {
            "id": self.guild,
            "name": "Study group",
            "owner_id": self.owner,
            "roles": [{"id": i, "name": n, "permissions": str(bits)} for i, n, bits in roles],
        }

    def member_json(self, person: Person) -> Json:
        roles = [self.bot_role] if person is self.me else []
        roles += [self.manager_role] if person.manager else []
        return {
            "user": person.user(),
            "nick": None,
            "avatar": None,
            "roles": roles,
            "joined_at": "2026-01-01T00:00:00.000000+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "communication_disabled_until": self.silenced_until if person is self.me else None,
        }

    def message_json(self, message: Message) -> Json:
        return {
            "id": message.id,
            "channel_id": message.channel,
            "author": self.people[message.author].user(),
            "content": message.content,
            "timestamp": self.now().isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": message.attachments,
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": message.flags,
            "components": message.components,
        }
