# /leaderboard
command = See who's ahead and where you stand
option-period = Which period
this-week = This week
this-month = This month
all-time = All time

title-week = Leaderboard · week of { $monday }
title-month = Leaderboard · { $month }
title-all = Leaderboard · all time
title-since = Leaderboard · since { $day }

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
