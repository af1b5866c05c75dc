# Who runs the group and who takes part: /study organizers, /study members and /study reset
organizers-command = Who runs this group
members-command = Who takes part; take somebody off the boards
find = Part of a name
reset-command = Start everybody's points over

organizers = Organizers
nobody = Nobody yet.
add = Add an organizer
remove = Remove an organizer
add-hint = Is somebody missing? They have to use the bot once in the group's channel first.
none-found = Nobody in this group is called “{ $name }”. Without a name, the command lists everyone.
not-in-group =
    .title = That person isn't in this group
    .body = Type /study organizers to see who is.
outsider =
    .title = That person is from another workspace
    .body = They can take part here, but an organizer has to be from this workspace.
no-organizer =
    .title = { $name } isn't an organizer anymore
    .body = Somebody else changed that first. Type /study organizers to see who is.
last-one =
    .title = One organizer has to stay
    .body = Add another one first.
nothing-chosen =
    .title = Nothing was chosen
    .body = Please type the command again.

joined = Joined { $day } · account …{ $account }
never-here = Account …{ $account }

members = Members
members-found = { $found ->
    [one] { $found } of { $members } members matches “{ $name }”. Choose them to take them off the boards or put them back.
   *[other] { $found } of { $members } members match “{ $name }”. Choose somebody to take them off the boards or put them back.
  }
members-body = { $members ->
    [one] One person takes part. Choose them to take them off the boards.
   *[other] { $members } people take part. Choose somebody to take them off the boards or put them back.
  }
nobody-yet = Nobody has used the bot in the group's channel yet.
choose = Choose a member
off =
    .title = Take { $name } off the boards?
    .body = Nobody else will see them on leaderboards until an organizer puts them back. Their points stay.
    .away = They have left, so they're off the boards anyway. Their points stay for when they come back.
    .button = Take off
on =
    .title = Put { $name } back on the boards?
    .body = They were taken off by an organizer. Their points are all there.
    .button = Put back
is-off =
    .title = { $name } is off the boards
    .body = /study members puts them back.
is-on =
    .title = { $name } is back on the boards
    .body = With all their points.

reset =
    .title = Start everybody's points over?
    .body = All leaderboards of this group start from zero, for { $members ->
        [0] everybody
        [one] { $members } member
       *[other] { $members } members
      }. Answers, streaks and reviews stay as they are. This can't be undone.
    .button = Start over
reset-old =
    .title = This is out of date
    .body = Either the points were started over already, or this is from another day. Type /study reset again.
reset-done =
    .title = All points start over
    .body = Everybody is back at zero. The next right answer takes the lead.
