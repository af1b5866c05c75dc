# /review
command = Go over what you're about to forget
topic = Your review
quiz = Quiz me instead

# Nothing to review
nothing-yet =
    .title = Nothing to review yet
    .body = Reviews start once you've answered a few questions. /today has the question of the day.
nothing-due =
    .title = You're all caught up
    .body = Nothing is due for review right now.

# With the last verdict
cleared = Your due reviews are cleared, so today is a study day.{ $streak ->
    [0] {""}
   *[other] {" "}{ $streak }-day streak.
  }

# What comes next
more-due = More is due, but five at a time is plenty. /review brings the next ones whenever you like.
next-due = Your next review is { $when }.
today = later today
tomorrow = tomorrow
on-day = on { $day }
