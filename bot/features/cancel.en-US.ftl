cancel = Cancel
done =
    .title = Canceled
    .body = Nothing has changed.
