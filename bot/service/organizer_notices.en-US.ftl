# What organizers are told of their own accord
title = A note for organizers

blocked = The bot can't post in its channel ({ $problem }). Posting has stopped there. The bot tries again every study day and goes on by itself; /study resume makes it try at once. Members can keep practicing in private.
blocked-todo = The bot can't post in its channel ({ $problem }). { $todo } Posting has stopped there. The bot tries again every study day and goes on by itself; /study resume makes it try at once. Members can keep practicing in private.
refused = The chat platform didn't accept { $what } for { $day } ({ $error }), so it wasn't posted. Whoever runs the bot can find more in its log. The next posts come as planned.
unknown = The bot can't tell whether { $what } for { $day } went out, because it can't read the channel's history. It wasn't posted again.

# What wasn't posted
checkpoint = the checkpoint
checkpoint-over = the checkpoint's results
concept = the concept
goodbye = the last post of the course
opening = the opening post
question = the question
results = the results
share = a shared leaderboard
week = the weekly leaderboard
post = a post
