# Terms of a course's glossary
also = Also: { $names }
from = From the concept “{ $concept }”
kind = Term
study = Study this concept
