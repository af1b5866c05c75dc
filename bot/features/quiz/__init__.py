"""/quiz: practice in private, question by question, in one message."""

from bot.features.quiz.quiz import Quiz

__all__ = ["Quiz"]
