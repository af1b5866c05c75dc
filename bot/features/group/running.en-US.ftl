# /study pause, resume and post
pause-command = Take a break; streaks are safe
pause-until = The day to start again, such as Dec 28, or “2 weeks”
resume-command = Start posting again
post-command = Post today's concept and question now

paused =
    .title = Paused
    .open = Nothing new is posted until you type /study resume.
    .through = Paused through { $last }.
    .next = Paused through { $last }; the next post is { $first }.
    .body = Streaks are safe, /quiz still works, and an open question closes on time.
which-day =
    .title = Until which day?
    .hint = For example: /study pause until { $week }, or /study pause 2 weeks.

going-on =
    .title = Posting again
    .next = Next: { $when }.
    .held = What was held back goes out now.
    .review = There are { $review }.
resume-again = Nothing is posted until that's fixed. Then type /study resume again.

no-days =
    .title = No study days ahead
    .body = Every day is a free day. /study schedule changes that.
posted-already =
    .title = Today's question is already posted
    .body = /today shows it.
posted =
    .title = Posted
    .body = It's on its way to the channel.
    .concept = The concept is on its way to the channel; there's no question yet.
    .blocked = It goes out as soon as the bot can post in its channel again ({ $problem }). Type /study resume once that's fixed; until then, /today shows it to everybody.
