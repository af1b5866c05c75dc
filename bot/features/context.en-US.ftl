# Which group is meant, and who may do what with it
no-group =
    .title = There's no study group here yet
    .body = Type /study setup in a channel to start one. It takes a minute, and nothing is posted until you say so.
no-course =
    .title = The course is missing
    .body = This group's course isn't on the computer that runs the bot. An organizer can choose another one with /study course.
organizers-only =
    .title = This is for organizers
    .body = Ask one of this group's organizers: { $names }.
    .nobody = This group has no organizer yet. An admin here can type the command.

which =
    .title = Which study group?
    .body = You're in more than one. Your choice is remembered here.
    .placeholder = Choose a group
in-channel = { $channel } · { $schedule }
schedule = { $times }, { $zone }
times = { $times }, { $days }
weekdays = Monday to Friday
every-day = every day
day = { $number ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
  }
