"""From what a member does to the outcome: routes, arguments, buttons, drafts, limits."""
