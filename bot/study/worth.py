"""What a review today is worth on a day to come.

Reviewing something today changes how likely it is to be remembered on the day that counts. That
difference, with the day's own chance of success taken into account, is the *gain*:

    gain = p * R(day | right today) + (1 - p) * R(day | wrong today, then told)
           - R(day | left alone)

where ``p`` is today's recall and ``R`` is FSRS-6. Asking what gains most, one after another, is the
greedy policy that Hunziker et al. (*Teaching Multiple Concepts to a Forgetful Learner*, NeurIPS
2019) show to be near-optimal for maximizing expected recall under forgetting. It has the right
shape without further rules: what was reviewed an hour ago gains nothing (spacing), what is far
from the exam gains little, what was never asked gains most, and the gain grows as the day comes
nearer, so reviews gather before it by themselves. Optimal gaps of a tenth to a fifth of the time
that is left (Cepeda et al. 2008) fall out of it too.
"""

from __future__ import annotations

from fsrs import Rating

from bot.study.recall import Model, Trace

__all__ = ["gain"]


def gain(
    model: Model, trace: Trace | None, since: float, left: float, *, borrowed: float = 0.0
) -> float:
    """How much likelier it is remembered in ``left`` days when it is asked now, -1 to 1.

    ``since`` is days since the last answer. ``trace`` None stands for something never asked,
    which has ``borrowed`` recall from its surroundings, now as then.
    """
    if trace is None:
        now = then = borrowed
        right, wrong = model.first(Rating.Good), model.first(Rating.Again)
    else:
        now, then = model.recall(trace, since), model.recall(trace, since + left)
        right = model.after(trace, Rating.Good, since)
        wrong = model.after(trace, Rating.Again, since)
    return now * model.recall(right, left) + (1 - now) * model.recall(wrong, left) - then
