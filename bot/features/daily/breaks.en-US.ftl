# One line in the channel when a break begins or ends
break =
    .title = We're taking a break
    .open = Nothing new is posted for now. Your streaks are safe, and /quiz still works.
    .until = The next post comes on { $day }. Your streaks are safe, and /quiz still works.
back =
    .title = We're back
    .body = The next post comes on { $day } at { $clock }.
    .soon = The next post comes with the next study day.
