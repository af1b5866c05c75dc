# /study setup
command = Start a study group in this channel
form = Set up the group
submit = Preview

not-here =
    .title = Please do this in a channel
    .body = Type /study setup in the channel where the group will study.
conversation =
    .title = A study group needs a channel
    .body = Groups study in a channel, where new people can join. Go to a channel (or create one) and type the command there.
no-courses =
    .title = There's no course yet
    .body = Whoever runs the bot has to add one first.
gone =
    .title = This has expired
    .body = Type /study setup to start again.
managers =
    .title = You need permission to set up a group
    .body = Ask somebody who manages this server to type /study setup. They can make you an organizer afterwards.
taken =
    .title = This channel already has a study group
    .body = /study status shows how it's set up, and /study schedule changes it.

preview =
    .title = Does this look right?
    .schedule = { $schedule }.
    .zone = Times are in { $zone }.
    .place = Everything is posted in { $channel }.
    .private = { $channel } is private: only its members will see the group's leaderboard and questions.
    .first-days = The first days
    .start = Start
    .change = Change

done =
    .title = The group is set up
    .first = First study day: { $when }. You're the group's organizer.
    .body = Members only need the buttons. /study help shows what else there is.
