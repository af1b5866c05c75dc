# /leaderboard
command = See who's ahead and where you stand
option-period = Which period
option-ranking = Ranked by what
by-points = Points
by-improved = Most improved
by-reviews = Most reviews cleared
this-week = This week
this-month = This month
all-time = All time

title-week = Leaderboard · week of { $monday }
title-month = Leaderboard · { $month }
title-all = Leaderboard · all time
title-since = Leaderboard · since { $day }

title-improved = Most improved
title-reviews = Most reviews cleared

button-points = Points
button-improved = Most improved
button-reviews = Reviews
button-week = Week
button-month = Month
button-all = All time
button-share = Share

empty = No points yet. /today shows the open question.
line = { $name } · { $points ->
    [one] { $points } point
   *[other] { $points } points
  } · { $right } of { $answers } right
line-you = **{ $name } (you)** · { $points ->
    [one] { $points } point
   *[other] { $points } points
  } · { $right } of { $answers } right
your-place-alone = You're the only one here so far.
your-place = { ORDINAL($place) ->
    [one] You're { $place }st of { $members }.
    [two] You're { $place }nd of { $members }.
    [few] You're { $place }rd of { $members }.
   *[other] You're { $place }th of { $members }.
  }
no-points-yet = You don't have any points yet. /today shows the open question.
you = **{ $name } (you)**
line-reviews = { $name } · { $reviews ->
    [one] { $reviews } review
   *[other] { $reviews } reviews
  } cleared
line-improved = { $name } · { $before } → { $after } right
not-yet-improved = You're not on this one yet.
not-yet-reviews = You haven't cleared a review here yet. /review shows what's due.
counted-improved = This compares right answers with everything before. A few lucky ones don't move it much.
counted-reviews = A review counts when something was due and you got it right.
empty-improved = Nobody has improved yet. It takes 5 answers before and 5 in this period to tell.
empty-reviews = No reviews cleared yet. /review shows what's due for you.
by-month = Over all time there's nothing to compare with, so this is the month.
hidden = You're hidden, so nobody else sees you here. /study me changes that.
removed = An organizer took you off this leaderboard, so nobody else sees you here. Ask an organizer to put you back.

no-period =
    .title = I don't know that period
    .body = Try /leaderboard week, month or all.

shared =
    .title = Shared
    .body = The leaderboard is on its way to the channel.
not-here =
    .title = Share it from the group's channel
    .body = A leaderboard is for the people it's about, so it can only be shared from { $channel }.
    .anywhere = the channel where the group studies
nothing-to-share =
    .title = There's nothing to share yet
    .body = Nobody has points on this leaderboard that everybody may see.
paused-share =
    .title = The group is taking a break
    .body = Nothing is posted in the channel until the break is over.
blocked-share =
    .title = The bot can't post in this channel
    .body = The leaderboard wasn't shared ({ $problem }). The organizers know; you can look at it here in the meantime.
too-soon =
    .title = A leaderboard was shared here a moment ago
    .body = So that the channel stays quiet, the next one can be shared at { $clock }.
