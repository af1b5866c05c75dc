"""What to do in Discord's developer portal, with the exact invite link."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.adapters.discord.http import PATH
from bot.adapters.discord.invite import invite
from bot.adapters.discord.permissions import ALL, named
from bot.model import Command

_PLACEHOLDER = "YOUR_APPLICATION_ID"
_APPLICATION_ID = re.compile(r"[0-9]{1,20}", re.ASCII)
_ADDRESS = re.compile(r"https://[^\s/?#@]+(?:/[^\s?#]*)?", re.ASCII)
_GATEWAY = """\
2. General Information: copy the Application ID. Leave Interactions Endpoint URL empty:
   a URL there would keep every command from reaching the bot."""
_HTTP = """\
2. General Information: copy the Application ID; put the Public Key into DISCORD_PUBLIC_KEY."""
_ENDPOINT = """\
7. While it runs: General Information, Interactions Endpoint URL:
   {url}
   Press Save Changes. Discord tries the address at once, and refuses it if the bot does
   not answer there or the Public Key is another application's.
"""


def manifest(commands: Sequence[Command], client_id: str = "") -> str:
    """Steps for a person to follow; ``client_id`` is the portal's Application ID, or the public
    address for interactions over HTTP. Raises ``ValueError`` for anything else."""
    address = client_id if client_id.startswith("https:") else ""
    if address:
        if not _ADDRESS.fullmatch(address):
            raise ValueError(
                "That is no address: it begins with https:// and a name, and has no ? and no #."
            )
        client_id = ""
    if client_id and not _APPLICATION_ID.fullmatch(client_id):
        raise ValueError(
            "That is neither an Application ID nor, for interactions over HTTP, an address that "
            "begins with https://. The ID is a number of 17 to 20 digits, on the General "
            "Information page of your application in Discord's developer portal."
        )
    listed = "\n".join(f"   {command.usage}  {command.description}" for command in commands)
    return f"""\
Discord set-up

1. Open https://discord.com/developers/applications and press New Application.
{_HTTP if address else _GATEWAY}
3. Installation: set Install Link to None. Then go to Bot and turn Public Bot off, so that
   nobody but you can add the bot to a server. (Leave it on if others are to add it, too.)
4. Bot: press Reset Token and put the token into DISCORD_BOT_TOKEN. No privileged
   intent is needed; leave all three turned off.
5. Open this link and choose your server:
   {invite(client_id or _PLACEHOLDER)}
   It asks for: {", ".join(named(ALL))}.
6. Start the bot. It registers its commands by itself:
{listed}
{_ENDPOINT.format(url=_endpoint(address)) if address else ""}"""


def _endpoint(address: str) -> str:
    bare = address.rstrip("/")
    return bare if bare.endswith(PATH) else bare + PATH
