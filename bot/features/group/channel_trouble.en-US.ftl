# A channel that the bot can't post to
cannot-post = The bot can't post here yet
problem = { $problem }.
again = Try again
