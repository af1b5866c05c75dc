"""Small files of every format, as their programs write them."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from content.importers.base import Source

GIFT = """\
// A comment
$CATEGORY: $course$/top/Storage

::Q1:: [html]Which service stores <b>objects</b>? {
  =Amazon S3#Yes, objects in buckets.
  ~Amazon EBS#That one is a disk.
  ~Amazon RDS
  ####S3 is the object store.
}

S3 stores objects.{T#No, it does.#Right.}

The queue service is called {=SQS =Amazon SQS}.

How many bits has a byte?{#8}

Match the services. {
  =S3 -> objects
  =SQS -> messages
  =RDS -> rows
  = -> disks
}

Which two are \\{braces\\}? {~%50%one ~%50%two ~%-50%three ~four ~five}

Write an essay.{}
"""
AIKEN = """\
Which service stores objects?
A. Amazon EBS
B) Amazon S3
C. Amazon RDS
ANSWER: B

What is missing here?
A. The key
"""
TABLE = """\
question,answer,wrong 1,wrong 2,why,topic
Which service stores objects?,Amazon S3,Amazon EBS,Amazon RDS,It stores objects.,Storage
"What is the queue, in short?",SQS|Amazon SQS,,,,Queues
,nothing,,,,
"""
LETTERED = """\
Question;a;b;c;Correct
Which service stores objects?;Amazon EBS;Amazon S3;Amazon RDS;B
"""
ANKI_TEXT = "#separator:tab\n#html:true\n<b>Front</b> of it?\tBack\n"
MARKDOWN = """\
# AWS quiz

## Storage

### Which service stores objects?

- [ ] Amazon EBS
- [x] Amazon S3
- [ ] Amazon RDS

**[⬆ Back to Top](#aws-quiz)**

2. Which service has **queues**? (Select TWO)
   - A. Amazon SQS
   - B. Amazon MQ
   - C. Amazon EC2
   - D. Amazon S3
   - E. Amazon VPC

   <details markdown=1><summary>Answer</summary>

   Correct Answer: AB

   Explanation: Both have queues.

   </details>
"""
MOODLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/Storage</text></category></question>
  <question type="multichoice">
    <questiontext format="html"><text><![CDATA[<p>Which stores <b>objects</b>?
      <img src="@@PLUGINFILE@@/x.png"></p>]]></text></questiontext>
    <single>true</single>
    <answer fraction="100"><text>Amazon S3</text><feedback><text>Yes.</text></feedback></answer>
    <answer fraction="0"><text>Amazon EBS</text></answer>
    <answer fraction="0"><text>Amazon RDS</text></answer>
  </question>
  <question type="shortanswer">
    <questiontext><text>What is the queue called?</text></questiontext>
    <answer fraction="100"><text>SQS</text></answer>
    <answer fraction="0"><text>SNS</text>
      <feedback><text>That one notifies.</text></feedback></answer>
  </question>
  <question type="essay"><questiontext><text>Write.</text></questiontext></question>
</quiz>
"""
QTI = """\
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="T">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>B</value></correctResponse>
  </responseDeclaration>
  <itemBody><p>Look at the picture.</p><p><img src="s.png" alt="x"/></p>
    <choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">
      <prompt>Which stores objects?</prompt>
      <simpleChoice identifier="A">Amazon EBS</simpleChoice>
      <simpleChoice identifier="B">Amazon S3<feedbackInline identifier="B">Yes.</feedbackInline>
      </simpleChoice>
      <simpleChoice identifier="C">Amazon RDS</simpleChoice>
    </choiceInteraction></itemBody>
</assessmentItem>
"""
OPEN_TRIVIA = {
    "response_code": 0,
    "results": [
        {
            "type": "multiple",
            "category": "Science: Computers",
            "question": "What does &quot;CPU&quot; mean?",
            "correct_answer": "Central Processing Unit",
            "incorrect_answers": ["Central Process Unit", "Computer Unit", "Core Unit"],
        },
        {
            "type": "boolean",
            "category": "Science: Computers",
            "question": "Linux is a kernel.",
            "correct_answer": "True",
            "incorrect_answers": ["False"],
        },
    ],
}
KOTOBA = {
    "name": "Hiragana",
    "cards": [{"question": "犬", "answer": ["いぬ"], "meaning": "dog"}, None],
}
RED = """\
AUTHOR: somebody
Which service stores objects?:
- Amazon S3
- S3
Is a byte eight bits?: "true"
"""
H5P = {
    "questions": [
        {
            "library": "H5P.MultiChoice 1.16",
            "params": {
                "question": "<p>Which stores objects?</p>",
                "answers": [
                    {"text": "<div>Amazon S3</div>", "correct": True},
                    {"text": "Amazon EBS", "correct": False},
                    {"text": "Amazon RDS", "correct": False},
                ],
            },
        },
        {"library": "H5P.TrueFalse 1.8", "params": {"question": "It's free.", "correct": "false"}},
        {"library": "H5P.Blanks 1.14", "params": {"questions": ["The queue is *SQS/sqs:short*."]}},
        {"library": "H5P.DragText 1.1", "params": {}},
    ]
}


def zipped(files: Mapping[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def collection(notes: Sequence[str]) -> bytes:
    """An Anki collection, in the form that all versions can read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.db"
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE col (id INTEGER, decks TEXT)")
            db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, mid INTEGER, flds TEXT)")
            db.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, nid INTEGER, did INTEGER)")
            decks = {"7": {"name": "AWS::Storage"}}
            db.execute("INSERT INTO col VALUES (1, ?)", (json.dumps(decks),))
            for at, fields in enumerate(notes, 1):
                db.execute("INSERT INTO notes VALUES (?, 1, ?)", (at, fields))
                db.execute("INSERT INTO cards VALUES (?, ?, 7)", (at, at))
            db.commit()
        return path.read_bytes()


NOTES = (
    "<b>Which</b> service stores objects? [sound:x.mp3]\x1fAmazon S3",
    "{{c1::SQS}} has queues, {{c2::SNS::topics}} notifies.\x1fBoth are old.",
    '<img src="x.png">\x1fA picture',
)
SAMPLES: Mapping[str, Source] = {
    "gift": Source("q.gift", GIFT.encode()),
    "aiken": Source("q.txt", AIKEN.encode()),
    "csv": Source("q.csv", TABLE.encode()),
    "markdown": Source("README.md", MARKDOWN.encode()),
    "moodle": Source("q.xml", MOODLE.encode()),
    "qti": Source("q.xml", QTI.encode()),
    "opentdb": Source("q.json", json.dumps(OPEN_TRIVIA).encode()),
    "kotoba": Source("q.json", json.dumps(KOTOBA).encode()),
    "red": Source("q.yaml", RED.encode()),
    "h5p": Source(
        "q.h5p",
        zipped(
            {
                "h5p.json": json.dumps({"mainLibrary": "H5P.QuestionSet"}),
                "content/content.json": json.dumps(H5P),
            }
        ),
    ),
    "anki": Source("q.apkg", zipped({"collection.anki2": collection(NOTES), "media": "{}"})),
}
