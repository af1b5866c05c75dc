# Dates
date-hint = Type dates like 2026-12-24 or Dec 24, and holidays like Dec 24 to Jan 2.
bare-number = What is { $number }? Type “{ $number } days”, or a date such as Dec { $number }.
unknown-date = I don't know that date. { date-hint }
unknown-dates = I don't know “{ $typed }”. { date-hint }
too-many-days = That's more than { $most } free days. Use /study pause for a long break.
no-last-day = The last day is missing. { date-hint }
backward = { $last } comes before { $first }. { date-hint }
not-in-month = That month doesn't have a day { $number }. { date-hint }
other-weekday = { $day } is a { $weekday }. Which day do you mean? { date-hint }
two-dates = “{ $typed }” could mean two different days. Type { $one } or { $other }.
one-date = “{ $typed }” could mean something else. Type { $day }.
no-month = There's no month { $number }. { date-hint }
in-no-month = No month has a day { $number }. { date-hint }
which-day = Which day do you mean? { date-hint }
next-weekday = “Next { $weekday }” could mean two different days. Type { $one } or { $other }.
no-date = There's no { $typed } in the calendar. { date-hint }
day-over = { $day } is in the past. Type a day after today.
day-today = { $day } is today. Type a day after today.
day-gone = That day is over. Type a day after today.
day-of-month = Which day in { $month } do you mean? Type { $day }, for example.
day-of-weekend = Which day do you mean? Type { $one } or { $other }, for example.
how-many = How many exactly? Type “3 days” or “2 weeks”, for example.
break-starts-now = A break starts when you pause. Type only the day it ends on, such as “through Jan 2”. To take days off later, add them as free days with /study schedule.
too-far = That's too far away. { date-hint }
range = { $first } to { $last }
every-day = every day
today = today
tomorrow = tomorrow
on-day = on { $day }

# Times
three-times-hint = Type three times in order, such as 9:00, 12:30, 17:00, or just the first one.
one-time-hint = Type one time, such as 9:00.
one-time = Only one time is needed here. Type just that one, such as 9:00.
too-late = That leaves too little of the day for the question and the results. Type three times in order, such as 16:00, 19:00, 22:00.
three-times = Three times are needed here. { three-times-hint }
not-in-order = The three times must follow each other within one day. { three-times-hint }
no-time = That's not a time of day. { $hint }
minutes = An hour has 60 minutes. { $hint }
half-day = With am or pm, the hour is 1 to 12. { $hint }
hours = Times run from 0:00 to 23:59. { $hint }

# Places
unknown-place = I don't know that place. Type a large city near you, such as Berlin or Chicago.
town-there = { $lead } Type a city there, such as { $places }.
near = Did you mean { $places }? Type it like that, or type another city.
which-place = Which one do you mean? Type { $places }.
quoted = “{ $place }”
either = { $places } or { $last }
no-offset = No place has that time. Type a city, such as Berlin or Chicago.
only-offset = That alone doesn't say when the clocks change.
