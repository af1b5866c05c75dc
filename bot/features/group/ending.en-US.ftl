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
pause = The { $weeks } weeks of review still end on { $day }, break or not. If they're over when you come back, /study resume starts four more.
