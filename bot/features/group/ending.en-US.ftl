# Review days after the last concept, and the end of a course
ended =
    .title = This group's course is complete
    .body = Nothing is planned. /study resume brings four more weeks of review, /study course starts a new season or another course.
state-ended = finished; /study resume brings four more weeks of review
state-active = running
state-paused = paused
state-paused-until = paused through { $day }
state-both = { $state }; { $review }
review = review days until { $day }
pause = A break doesn't make the { $weeks } weeks of review longer: they end on { $day }. If they're over by then, /study resume starts four new ones.
