# Why Discord refuses something. “missing” is short, for “missing: …”; “why” stands in a sentence
# or in brackets; “todo” is a sentence of its own.

no-access =
    .missing = View Channel
no-permission =
    .missing = permission
no-history =
    .missing = Read Message History
content-filter =
    .why = Discord's content filter blocks what the bot posts
unverified =
    .why = the bot's account has to be verified first
banned =
    .missing = membership of the server
    .why = the bot is banned from the server
    .todo = Remove the ban in Server Settings, then add the bot again.
no-messages =
    .missing = a channel that takes messages
    .why = this kind of channel takes no posts
    .todo = Type /study move in a text channel.
closed-to-bots =
    .missing = an open direct conversation
    .why = the member doesn't accept direct messages from the bot
verification-level =
    .missing = a lower verification level
    .why = the server's verification level keeps the bot out
region =
    .why = the server can't be used from where the bot runs
boosts =
    .why = the server needs more boosts for this
no-shared-server =
    .missing = a server shared with the member
    .why = the bot and this member have no server in common
two-factor =
    .missing = two-factor authentication
    .why = the server requires two-factor authentication on the account that owns the bot
    .todo = Whoever owns the bot's application has to turn it on for their own account.
automod =
    .missing = an AutoMod rule that lets the bot post
    .why = the server's AutoMod blocks what the bot posts
    .todo = Ask somebody who manages the server to let the bot's role through (Server Settings, Safety Setup, AutoMod).
link-filter =
    .missing = a link filter that lets the bot post
    .why = the server's filter for harmful links blocks what the bot posts
    .todo = Ask somebody who manages the server to let the bot's role through (Server Settings, Safety Setup, AutoMod).
no-threads =
    .why = there are no threads in this kind of channel
thread-archived =
    .why = the thread is archived
thread-locked =
    .why = the thread is locked
threads-full =
    .why = the server has as many open threads as it can have
announcement-threads-full =
    .why = the server has as many open announcement threads as it can have

# Places that can't hold a group, and bots that can't post
wrong-kind =
    .missing = a text channel
    .why = it is { $kind ->
        [4] a category
        [14] a directory
        [15] a forum
       *[16] a media channel
      }, and posts need a text channel
    .todo = Type the command in a text channel.
timed-out =
    .why = the bot is timed out in this server until { $until } UTC
    .todo = Posts go on when that's over. To end it now, remove the timeout in the server's member list.
not-a-member =
    .missing = the bot as a member of the server
    .why = the bot isn't a member of this server
    .todo = Somebody who manages the server can add it with this link: { $link }
lacking = Give the bot's role { $permissions } in this channel's settings, Permissions.

# Where posts go
this-channel = this channel
this-conversation = this conversation
not-the-thread = Posts go to { $channel } itself, not into this thread.
announcements = Posts stay in this server unless somebody publishes them.
voice = There are no threads in this channel, so results come without one.
without-threads = Without the permission to open threads, results come without one.

# Forms
check = Please check your input
check-field = Please look at this again.
kept = What you typed is still there.
try-again = Try again
