"""What stands before a text and is not part of it: dates, front matter, the ` date 2023-01 ` header."""

from __future__ import annotations

import json
import re
from calendar import monthrange

from kg.errors import ArticleError, FormatError

__all__ = ["parse_date", "split_date_header", "split_front_matter"]

_MONTHS = {
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12,
}  # fmt: skip
_ISO = re.compile(
    r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{2})(?:-(?P<d>[0-9]{2})"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)? ?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_NUMBERS = re.compile(r"(?P<d>[0-9]{1,2})[/.](?P<m>[0-9]{1,2})[/.](?P<y>[0-9]{4})")
_WORDS = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?(?:(?P<d>[0-9]{1,2})(?:er)? )?"
    rf"(?P<m>{'|'.join(_MONTHS)}) (?P<y>[0-9]{{4}})",
    re.IGNORECASE,
)
_DATE_HEADER = re.compile(r"\s*date[ \t]+(?P<date>[0-9]{4}(?:-[0-9]+)*)(?:\s+|\Z)")
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<yaml>(?s:.*?))^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
#: « title: Microsoft : un accord » means what it says, though YAML wants quotes around it.
_BARE_COLON = re.compile(r"^(?P<key>title|source)(?P<colon>:\s+)(?P<value>[^\s\"'|>\[{&*!%@`#].*:\s.*)$", re.M | re.I)


def parse_date(text: str) -> str:
    """Return a publication date as ISO 8601, as precise as it was written.

    Raises
    ------
    FormatError
        It is no date, or no such day is in the calendar.

    Examples
    --------
    >>> [parse_date(d) for d in ("2023-01", "2023-01-23T10:00:00+01:00", "1er mai 2023", "23/01/2023")]
    ['2023-01', '2023-01-23', '2023-05-01', '2023-01-23']
    >>> parse_date("2023-13")
    Traceback (most recent call last):
    kg.errors.FormatError: date '2023-13' is none; write YYYY, YYYY-MM or YYYY-MM-DD
    """
    plain = " ".join(text.split())
    found = _ISO.fullmatch(plain) or _NUMBERS.fullmatch(plain) or _WORDS.fullmatch(plain)
    iso = _iso(found["y"], found["m"], found["d"]) if found else None
    if not iso:
        shown = plain if len(plain) <= 40 else f"{plain[:40]}…"
        raise FormatError(f"date '{shown}' is none; write YYYY, YYYY-MM or YYYY-MM-DD")
    return iso


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    """Write a date with as much of it as there is; None where the calendar has no such day."""
    m, d = _month(month or "1"), int(day or 1)
    if int(year) < 1 or not 1 <= m <= 12 or not 1 <= d <= monthrange(int(year), m)[1]:
        return None
    return f"{year}-{m:02}-{d:02}"[: 10 if day else 7 if month else 4]


def _month(text: str) -> int:
    return _MONTHS.get(text.lower()) or int(text)


def split_date_header(text: str) -> tuple[str | None, str]:
    """Part the ` date 2023-01 ` at the very start of a text from what follows.

    Examples
    --------
    >>> split_date_header(" date 2023-01 Dans un billet…")
    ('2023-01', 'Dans un billet…')
    >>> split_date_header("Une date 2023-01 au milieu.")
    (None, 'Une date 2023-01 au milieu.')
    """
    found = _DATE_HEADER.match(text)
    return (found["date"], text[found.end() :]) if found else (None, text)


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    r"""Part the YAML between two ``---`` lines at the start of a text from what follows.

    Scalars stay as they are written ("0012", "2023-01-23"), null is None. Two rules around something
    that is no mapping are text.

    Examples
    --------
    >>> split_front_matter("---\ntitle: Microsoft : un accord\ndate: 2023-01\n---\nDans un billet…")
    ({'title': 'Microsoft : un accord', 'date': '2023-01'}, 'Dans un billet…')
    """
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    import yaml

    source = _BARE_COLON.sub(lambda m: m["key"] + m["colon"] + json.dumps(m["value"].strip()), found["yaml"])
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        problem = getattr(error, "problem", None) or "it cannot be read"
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 2}" if mark else ""
        message = f"front matter{where} is no YAML ({problem}); mend it, or put the value in quotes"
        raise ArticleError(message) from error
    if not isinstance(root, yaml.MappingNode):
        return {}, text
    return {str(key.value).lower(): _plain(value) for key, value in root.value}, text[found.end() :]


def _plain(node: object) -> object:
    """Return a scalar as written, None for null, and anything else as it is (to be refused where it matters)."""
    value, tag = getattr(node, "value", None), str(getattr(node, "tag", ""))
    return None if tag.endswith(":null") else value
