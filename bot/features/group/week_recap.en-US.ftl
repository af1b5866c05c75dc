# /study recap
command = Choose whether the channel gets a recap of each week
switch = On or off
face = { $on ->
    [yes] On
   *[no] Off
  }
title = A recap of each week?
now = { $on ->
    [yes] Now it's on.
   *[no] Now it's off.
  }
what = It comes once, with the first post of a new week, and tells how last week went: right answers by day, the leaderboard, who improved most, streaks and the most missed question. Nobody is pinged.
turned-on =
    .title = The recap is on
    .body = It comes with the first post of each new week, unless nobody has answered anything. If last week's wasn't posted, it comes with the group's next post.
turned-off =
    .title = The recap is off
    .body = /leaderboard still shows everything to those who ask.
