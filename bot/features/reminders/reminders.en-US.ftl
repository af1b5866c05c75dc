# The reminder itself: a phone shows its first line
title-both = { $reviews ->
    [one] The question of the day and 1 review are waiting
   *[other] The question of the day and { $reviews } reviews are waiting
  }
title-question = The question of the day is waiting for you
title-reviews = { $reviews ->
    [one] 1 review for you today
   *[other] { $reviews } reviews for you today
  }
title-checkpoint = The checkpoint is waiting for you
stake = Answer today to keep your { $days }-day streak.
reviews = { $reviews ->
    [one] For review: one thing you're about to forget. It takes less than a minute.
   *[other] For review: { $reviews } things you're about to forget. It takes a few minutes.
  }
also-open = Also open: the question of the day in { $course }.
review-button = Review
review-in = Review: { $course }
answer-in = Answer: { $course }
off-button = Turn off reminders

# Too many in a row that nobody answered
pause =
    .title = Reminders are paused
    .body = You haven't answered for a while, so this is the last reminder for now. Nothing is lost: pick up whenever you like.
go-on-button = Keep reminding me

# Turning them on and off
remind-button = Remind me each day
on =
    .title = Reminders are on
    .body = Once a day at { $clock } ({ $zone }), you'll get a direct message with what's open and due. On days when you're done, there's none.
    .first = The first one comes { $day }.
today = today
tomorrow = tomorrow
on-day = on { $day }
off =
    .title = Reminders are off
    .body = You won't get any more of them.
change-button = Change the time
on-button = Turn on again
nothing-chosen =
    .title = One more thing first
    .body = Your time zone isn't known yet. /study me asks for it and turns reminders on.

# After a message that did not get through
closed = Your last reminder didn't get through, so reminders are off. Once this bot can send you direct messages, turn them on again with /study me.

# In /study me
field = Daily reminder
field-off = Don't remind me
field-on = Remind me once a day
field-on-hint = Only when something is open or due
field-time = Remind me at
field-time-hint = Such as 18:00 or 6 pm
field-zone = Your time zone
field-zone-hint = A city will do
no-zone = Which city are you in? For example: Berlin.
now-on = You'll be reminded once a day at { $clock } ({ $zone }).
now-off = You won't get reminders.
