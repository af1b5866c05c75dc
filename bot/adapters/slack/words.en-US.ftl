# Why Slack refuses something, by its error code. “missing” is short, for “missing: …”;
# “why” stands in a sentence or in brackets; “todo” is a sentence of its own.

not_in_channel =
    .missing = the bot in the channel: type /invite and the bot's name there
    .why = the bot isn't in the channel
    .todo = Type /invite and the bot's name there. Then type /study resume there, or just wait: the bot tries again each study day.

channel_not_found =
    .missing = the bot in the channel: type /invite and the bot's name there
    .why = the channel is gone, or it is private and the bot isn't in it
    .todo = If the channel is still there, type /invite and the bot's name in it. If not, type /study move in another channel.

method_not_supported_for_channel_type =
    .missing = the bot in the channel: type /invite and the bot's name there
    .why = the bot can't join this kind of conversation
    .todo = Type /study move in another channel.

is_archived =
    .missing = an active channel (this one is archived)
    .why = the channel is archived
    .todo = Unarchive it, or type /study move in another channel.

is_inactive =
    .missing = an active channel (this one is archived)
    .why = the channel is archived or frozen
    .todo = Unarchive it, or type /study move in another channel.

user_not_in_channel =
    .missing = the member in this channel
    .why = the member isn't in this channel
    .todo = They have to join first.

messages_tab_disabled =
    .missing = the app's Messages tab (App Home, Messages Tab)
    .why = the app's Messages tab is switched off
    .todo = Switch it on at api.slack.com/apps, your app, App Home.

cannot_dm_bot =
    .missing = a person to write to, not a bot
    .why = bots can't get direct messages

user_not_visible =
    .missing = permission to see the member
    .why = the bot isn't allowed to see this member

invalid_user_combination =
    .missing = a channel shared with the member
    .why = the bot and this member have no channel in common

restricted_action =
    .missing = the right to post in this channel
    .why = only some people are allowed to post in this channel
    .todo = Ask a workspace admin to let the bot post there, or type /study move in another channel.

restricted_action_read_only_channel =
    .missing = the right to post in this read-only channel
    .why = the channel is read-only
    .todo = Ask a workspace admin to let the bot post there, or type /study move in another channel.

restricted_action_thread_only_channel =
    .missing = the right to post outside threads in this channel
    .why = the channel only takes posts in threads
    .todo = Ask a workspace admin to let the bot post there, or type /study move in another channel.

restricted_action_non_threadable_channel =
    .missing = the right to post threads in this channel
    .why = the channel doesn't allow threads
    .todo = Ask a workspace admin to let the bot post there, or type /study move in another channel.

restricted_action_thread_locked =
    .missing = an open thread (this one is locked)
    .why = the thread is locked

cannot_reply_to_message =
    .missing = a message that can have a thread
    .why = this message can't have a thread

posting_to_general_channel_denied =
    .missing = the right to post in the general channel
    .why = only some people are allowed to post in the general channel
    .todo = Ask a workspace admin to let the bot post there, or type /study move in another channel.

channel_is_limited_access =
    .missing = access to this channel
    .why = access to this channel is limited
    .todo = Ask a workspace admin to let the bot post there, or type /study move in another channel.

too_many_members =
    .missing = the bot in the channel: type /invite and the bot's name there
    .why = the channel has no room for another member, so the bot can't join
    .todo = Type /study move in another channel.

cant_delete_message =
    .missing = the right to delete this message
    .why = the bot isn't allowed to delete this message

two_factor_setup_required =
    .missing = two-factor authentication
    .why = the workspace requires two-factor authentication, and the person who installed the app has not set it up
    .todo = Ask them to set it up, or ask a workspace admin to install the app.

no_permission =
    .missing = permission from the workspace's admins
    .why = the workspace's admins don't allow it
    .todo = Ask a workspace admin to let the bot post there, or type /study move in another channel.

ekm_access_denied =
    .missing = permission from the workspace's admins
    .why = the workspace's admins have stopped all posting for now
    .todo = Ask a workspace admin when posting starts again.

team_access_not_granted =
    .missing = access to this workspace
    .why = the app isn't allowed in this workspace
    .todo = Ask an admin to install it for this workspace.

slack_connect_canvas_sharing_blocked =
    .missing = the right to share this in a shared channel
    .why = the workspace's admins don't allow this in channels shared with other workspaces
    .todo = Ask a workspace admin to let the bot post there, or type /study move in another channel.

scope =
    .missing = the scope { $scope }: add it to the app and reinstall it
    .why = the app lacks the scope { $scope }
    .todo = Add it at api.slack.com/apps, your app, OAuth & Permissions, and reinstall the app.

# Places that can't hold a group
group-message =
    .missing = a channel
    .why = this is a group message, not a channel
    .todo = Type the command in the channel where the group will study.
perhaps-private =
    .why = this is a group message, or a private channel that the bot isn't in
    .todo = In a private channel, type /invite and the bot's name first. A group message can't have a study group: use a channel.
frozen =
    .missing = a channel that is not frozen
    .why = the channel is frozen: another organization has left it
    .todo = Type /study move in another channel.

# Where posts go
this-channel = this channel
this-conversation = this conversation
not-the-thread = Posts go to { $channel } itself, not into this thread.
shared = People from other workspaces in this channel can take part, too.
proof = Studyhall looked whether it can post here.

# Answers that take a moment, and forms
waiting = One moment, the answer follows below.
thinking =
    .title = One moment
    .body = Your answer is on its way.
home-more = There's more than fits on this page. /progress in a group's channel shows the rest.
home-off = The app's Home tab is switched off: turn it on at api.slack.com/apps, "App Home", or paste the manifest that "studyhall manifest slack" prints.
press-again =
    .title = Please press again
    .body = That took too long for a form to open. It usually works the second time.
check = Please check your answers
check-field = Please check what you wrote.
try-again = Try again
choices = What you can choose
no-choices = There's nothing to choose from.

# What Slack shows of the app and its commands
app-description = A concept and a question every study day, quizzes and a leaderboard
study-description = Setup, help and everything else
