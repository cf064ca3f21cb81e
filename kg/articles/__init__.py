"""Files, folders, JSON Lines, HTML and standard input → `Article`.

::

    read        the way in: checks, ids, duplicates, the report
    sources     paths → the bytes of one article each
    formats     READERS: suffix → what turns decoded text into a draft
    headers     publication dates, front matter, the ` date 2023-01 ` header
    text        bytes → text
    tongue      which language a text is in
    paragraphs  text → spans of paragraphs

One bad input never stops the others: each is one line in the `Report` (where; what and the cure).
"""

from kg.articles.formats import READERS
from kg.articles.headers import parse_date
from kg.articles.paragraphs import iter_paragraphs
from kg.articles.read import read_articles

__all__ = ["READERS", "iter_paragraphs", "parse_date", "read_articles"]
