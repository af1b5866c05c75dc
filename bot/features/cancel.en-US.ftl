cancel = Cancel
done =
    .title = Canceled
    .body = Nothing was changed.
