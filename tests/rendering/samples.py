"""Cards and forms that every renderer is held against its golden files with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.features.posing import answer_form
from bot.model import (
    Bar,
    Break,
    Button,
    Buttons,
    Card,
    ChoiceField,
    Code,
    CodeBlock,
    Divider,
    Emphasis,
    Fields,
    Form,
    Image,
    Item,
    Link,
    LinkButton,
    MemberRef,
    Mention,
    Option,
    Paragraph,
    Plain,
    Select,
    Strong,
    Style,
    TextField,
    Tone,
    When,
    WhenStyle,
    text,
)
from bot.service.course_checks import posed_round, question_cards
from tests.questions import examples

PICTURE = Path(__file__).with_name("picture.png")
HOSTILE = (
    "*a* _b_ ~c~ `d` **e** ||f|| <!channel> <@U123> <@123> <#C1> @everyone @here "
    "[x](http://evil.example) <http://evil.example|y> # h\n> q\n- l &amp; ``` \u202e \u0000"
)

CONCEPT = Card(
    "Model and training",
    (
        Paragraph(text(Emphasis("What machine learning is · concept 2 of 12"))),
        Paragraph(
            text(
                "An ",
                Strong("algorithm"),
                " run over data leaves a ",
                Strong("model"),
                " behind. In code: ",
                Code("model.fit(X, y)"),
                ". See ",
                Link("the documentation", "https://docs.aws.amazon.com/sagemaker/"),
                ".",
                Break(),
                "Next line.",
            )
        ),
        Image(str(PICTURE), "A circle: data, algorithm, model, prediction, and back to data."),
        Paragraph(
            text(Strong("Takeaway: "), "Training is what you do; the model is what you keep.")
        ),
    ),
    (
        Buttons(
            (
                Button("Quiz me on this", "1.quiz-concept.model", Style.PRIMARY),
                Button("Related", "1.related.model"),
                LinkButton("Read more", "https://docs.aws.amazon.com/"),
            )
        ),
    ),
)

QUESTION = Card(
    "Question of the day",
    (
        Paragraph(text("A support center records 4,000 calls a day. Which service fits?")),
        Paragraph(
            text(
                Item("A", (Plain("Amazon Personalize"),)),
                Item("B", (Plain("Amazon Polly"),)),
                Item("C", (Strong("Amazon Transcribe"), Plain(" (speech to text)"))),
            )
        ),
        Paragraph(
            text(
                "7 answered · open until ",
                When(
                    datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
                    WhenStyle.DATETIME,
                    "Tue, Nov 24, 09:00",
                ),
            )
        ),
    ),
    (
        Buttons(
            tuple(
                Button(f"{letter} · {face}", f"1.answer.2s.{letter}", Style.SECONDARY)
                for letter, face in zip("ABC", ("Personalize", "Polly", "Transcribe"), strict=True)
            )
        ),
    ),
)

RESULTS = Card(
    "Results",
    (
        Paragraph(text(Strong("Right answer: C · Transcribe"))),
        Bar("A: 1 of 14, 7%", 1 / 14),
        Bar("C: 13 of 14, 93%", 13 / 14),
        Divider(),
        Fields((("Answered", text("14")), ("Right", text(Strong("13"))))),
    ),
    tone=Tone.GOOD,
)

LEADERBOARD = Card(
    "Leaderboard · this week",
    (
        Paragraph(
            text(
                Item("1.", (Mention(MemberRef("x", "U1"), "Ana"), Plain(" 120 points"))),
                Item("2.", (Mention(MemberRef("x", "U2"), HOSTILE), Plain(" 90 points"))),
            )
        ),
        Paragraph(text(CodeBlock("no points\nno rank"))),
    ),
    (
        Select(
            "1.board",
            "Another period",
            (
                Option("This week", "week", selected=True),
                Option("This month", "month", "since the 1st"),
                Option("All time", "all"),
            ),
        ),
        Buttons(
            (Button("Share", "1.share.week", Style.PRIMARY), Button("Gone", "1.x", disabled=True))
        ),
    ),
)

MULTI = Card(
    "Pick some",
    (Paragraph(text(HOSTILE)),),
    (
        Select(
            "1.pick",
            "Two or three",
            tuple(Option(f"Option {n}", str(n)) for n in range(25)),
            least=2,
            most=3,
        ),
    ),
    Tone.BAD,
)

PARTLY = Card(
    "3 of 4 right · +15", (Paragraph(text("The right pairs: 1 B, 2 D, 3 C, 4 E")),), (), Tone.PARTLY
)

_CLOZE = examples()["cloze"][0]
CLOZE = question_cards(_CLOZE, posed_round(_CLOZE))

CARDS = {
    "cloze": CLOZE[0],
    "cloze-results": CLOZE[1],
    "concept": CONCEPT,
    "question": QUESTION,
    "results": RESULTS,
    "leaderboard": LEADERBOARD,
    "multi": MULTI,
    "partly": PARTLY,
    "bare": Card("Only a title"),
}

SETUP = Form(
    "1.setup",
    "Set up the study group",
    (
        ChoiceField(
            "course",
            "Course",
            (Option("AWS ML ramp-up", "aws", selected=True), Option("Other", "o")),
        ),
        TextField("zone", "Time zone", "A city will do", "Europe/Berlin", "Berlin"),
        ChoiceField(
            "days",
            "Study days",
            tuple(
                Option(d, d[:3].lower(), selected=d[0] != "S")
                for d in ("Monday", "Tuesday", "Sunday")
            ),
            many=True,
        ),
        ChoiceField(
            "rhythm",
            "Rhythm",
            (
                Option("Morning", "morning", "Concept and question in one visit", True),
                Option("Spread", "spread"),
            ),
        ),
        TextField("note", "Note", required=False, multiline=True, max_length=3000),
    ),
    "Next",
)

FORMS = {
    "cloze": answer_form(_CLOZE, posed_round(_CLOZE), "submit-answer"),
    "setup": SETUP,
    "typed": Form(
        "1.typed.2s", "Your answer", (TextField("answer", "Answer", "One to three words"),)
    ),
}
