# One line in the channel when a break begins or ends
break =
    .title = We're taking a break
    .open = Nothing new is posted for now. Your streaks are safe, and /quiz still works.
    .until = The next post comes on { $day }. Your streaks are safe, and /quiz still works.
back =
    .title = We're back
    .body = The next post comes { $when }.
    .soon = The next post comes with the next study day.

told = The channel gets a line about it.
untold = The channel isn't told.
quiet = Don't tell the channel
loud = Tell the channel
now-quiet =
    .title = Breaks stay quiet
    .body = From now on the channel isn't told when a break begins or ends.
now-loud =
    .title = The channel is told
    .body = From now on the channel gets a line when a break begins or ends.
