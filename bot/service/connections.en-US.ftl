# Why a channel could not be looked at just now
out-of-reach =
    .problem = the chat platform can't be reached right now
    .todo = Please try again in a few minutes.
