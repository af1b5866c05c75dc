# /study me
command = Your own settings
title = Your settings
submit = Save

verdict = After you answer
verdict-ask = Ask how sure I am
verdict-straight = Tell me right away
shown = Leaderboard
shown-yes = Show me
shown-no = Hide me
shown-no-hint = You still see your own place

saved = Saved
now-hidden = You're hidden from the leaderboard. You still see your own place.
now-shown = You're on the leaderboard.
now-straight = You'll find out right away whether you're right.
now-ask = The bot will ask how sure you are before it tells you whether you're right.
