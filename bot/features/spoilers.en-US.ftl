# What has to wait until a question of the day is answered
kept =
    .title = This is an open question of the day
    .body = You can still answer it for points, so its answer has to wait. Answer it with /today, or come back once it's closed.
