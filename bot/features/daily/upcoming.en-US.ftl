# When the next post comes, where none does
paused = nothing until you type /study resume
nothing = nothing is planned
