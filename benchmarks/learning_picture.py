"""The picture for the docs: recall over the season, in an SVG that reads on light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 400, 56, 48, 190, 48
COLORS = {
    "none": "#6b7280",
    "random": "#96651a",
    "leitner": "#7a6fd0",
    "fsrs-due": "#3b8f6b",
    "fsrs-new": "#2f7fd6",
    "ours": "#d6336c",
}
DASHES = {
    "none": "2 4",
    "random": "8 4",
    "leitner": "2 3",
    "fsrs-due": "10 3 2 3",
    "fsrs-new": "5 3",
}


def picture(results: Mapping[str, Mapping[str, np.ndarray]], names: Mapping[str, str]) -> str:
    """Mean true recall of all facts of the course after each study day, and on the exam day."""
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    ends = {name: float(found["exam"].mean()) for name, found in results.items()}
    top = min(1.0, np.ceil(max(ends.values()) * 10 + 0.5) / 10)

    def x(day: float) -> float:
        return LEFT + wide * day / 84

    def y(share: float) -> float:
        return TOP + high * (1 - share / top)

    told = "; ".join(f"{names[n]} {ends[n]:.0%}" for n in results)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape("Recalled on the exam day: " + told)}" '
        'font-family="system-ui, sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#ffffff"/>',
        '<g fill="#1f2328">',
        f'<text x="{LEFT}" y="26" font-size="15" font-weight="600">'
        "Share of the course that is recalled, 12 weeks to the exam</text>",
    ]
    for tenth in range(0, round(top * 10) + 1, 2):
        at = y(tenth / 10)
        out.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" '
            f'stroke="#d8dee4"/><text x="{LEFT - 8}" y="{at + 4:.1f}" '
            f'text-anchor="end">{tenth * 10}%</text>'
        )
    for week in (0, 4, 8, 12):
        word = "start" if week == 0 else "exam" if week == 12 else f"week {week}"
        out.append(
            f'<text x="{x(week * 7):.1f}" y="{HEIGHT - 18}" text-anchor="middle">{word}</text>'
        )
    at = 0.0
    for name in sorted(results, key=lambda one: -ends[one]):
        curve = results[name]["curve"].reshape(-1, 60).mean(axis=0)
        days = [7 * (n // 5) + n % 5 for n in range(60)]
        points = [f"{x(day):.1f},{y(share):.1f}" for day, share in zip(days, curve, strict=True)]
        points.append(f"{x(84):.1f},{y(ends[name]):.1f}")
        dash = f' stroke-dasharray="{DASHES[name]}"' if name in DASHES else ""
        width = 3 if name == "ours" else 2
        out.append(
            f'<polyline points="{" ".join(points)}" fill="none" stroke="{COLORS[name]}" '
            f'stroke-width="{width}"{dash}/>'
        )
        at = max(at + 17, y(ends[name]) + 4)  # labels never lie on each other
        weight = ' font-weight="600"' if name == "ours" else ""
        out.append(
            f'<text x="{WIDTH - RIGHT + 8}" y="{at:.1f}" fill="{COLORS[name]}"{weight}>'
            f"{escape(names[name])} {ends[name]:.0%}</text>"
        )
    return "\n".join([*out, "</g>", "</svg>", ""])
