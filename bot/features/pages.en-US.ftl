# Turning the pages of a long menu
back = ◀ Back
more = { $left ->
    [one] { $left } more ▶
   *[other] { $left } more ▶
  }
