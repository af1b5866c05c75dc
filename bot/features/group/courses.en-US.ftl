# Choosing a course: in the set-up form, and with /study course
field = Course
field-hint = Type its name; there are { $courses } courses
choose-one = Choose one of the courses.
unknown = There's no course like that. Try one of these: { $near }.
which = Which one do you mean: { $near }?

command = Choose another course
title = Course
body = Another course starts a new season from its first concept. Points stay; /study reset starts them over.
placeholder = Choose a course
missing =
    .title = That course is gone
    .body = Type /study course to see what's there.
sure =
    .title = Start a new season?
    .body = { $course }, from its first concept. This can't be undone.
    .same = { $course } again, from its first concept. This can't be undone.
    .button = Start
overtaken =
    .title = The season has already changed
    .body = A newer one has begun since. /study course shows where things stand.
begun =
    .title = A new season begins
    .body = Next post: { $when }.
