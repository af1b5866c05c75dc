# What keeps the bot from posting; part of a sentence
missing = missing: { $missing }
channel-gone = the channel is gone; /study move takes the group to another one
no-posts = the bot isn't allowed to post here
