"""How each type of question is shown, answered, graded and explained."""

from bot.study.questions.base import ANSWER, BadInput, Grade, QuestionType
from bot.study.questions.registry import type_of

__all__ = ["ANSWER", "BadInput", "Grade", "QuestionType", "type_of"]
