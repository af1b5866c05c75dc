# /concept
command = Look up a concept or a term
option-text = What to look for
takeaway = Takeaway:
where = { $section } · concept { $number } of { $total }
button-quiz = Quiz me on this
button-related = Related
button-study = Study this concept

so-far = Concepts so far
which = Which one?
not-found = I didn't find that. Did you mean one of these?
related = Related to { $concept }
choose-concept = Choose a concept
choose-either = Choose a concept or a term
nothing =
    .title = Nothing found
    .body = This course has nothing on “{ $said }”. Try fewer words.
gone =
    .title = This concept isn't in the course anymore
    .body = /concept shows what's there now.
no-related =
    .title = Nothing is related to this
    .body = /concept finds any other concept.
kept = There's an open question of the day about this, and you can still answer it for points. Answer it with /today, then look here again.
