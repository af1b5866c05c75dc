"""/exam: a mock exam in private, the exam's date, and how ready somebody is for it."""
