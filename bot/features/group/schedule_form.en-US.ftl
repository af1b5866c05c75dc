# A schedule in a form, and the first week of it
zone = Time zone
zone-hint = A city or a country, such as Berlin
zone-now = { $zone }, where it's now { $clock } on { $day }
days = Study days
no-day = Choose at least one study day.
rhythm = Rhythm
no-rhythm = Choose a rhythm.
morning = Morning
morning-hint = Concept and question in one visit
spread = Spread
spread-hint = Concept, question and results at separate times
questions = Questions only
questions-hint = No concepts
times = Time
times-hint = 09:00, or three times for Spread: 09:00, 12:30, 17:00
a-question = a question
first-day = { $day }, { $clock }: { $what }

# The zone in the form may be one of several
which-zone =
    .title = Which time zone?
    .typed = “{ $typed }” could mean more than one.
    .near = I don't know “{ $typed }”, but I know these.
    .one = I don't know “{ $typed }”. Is this the one?
    .pick = Pick your time zone
    .clock = It's { $clock } there now
    .other = None of these
    .changed = That can't be saved as it is
