# /study schedule
command = Change study days, times and free days
form = Schedule
submit = Save
free = Free days
free-hint = Days without posts, such as Dec 24 to Jan 2
saved =
    .title = Saved
    .schedule = { $schedule }.
    .zone = Times are in { $zone }.
    .free = Free days: { $days }.
    .next = Next: { $when }.
overtaken =
    .title = Somebody else changed the schedule first
    .body = While your form was open, it was set to { $schedule }. Nothing was changed; type /study schedule to start from there.
