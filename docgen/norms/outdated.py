"""Finds repealed acts, wrong dates and outdated wordings in what a clerk typed by hand.

Free text is ambiguous: a school has its own «приказ № 196» every year. So a number is taken
for a federal act only when its form is unmistakable (-ФЗ, СП, СанПиН), when the issuer is
named, when the date stands beside it, or when the number has four digits; a bare short
number gives no more than a warning, and an order of the office's own gives nothing.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.norms.acts import Act, Acts, Lint, load_acts

_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_DATE = re.compile(
    rf"(?<![\d.])(\d{{1,2}})(?:\.(\d{{1,2}})\.|\s+({'|'.join(_MONTHS)})\s+)"
    r"((?:19|20)\d{2})(?!\d|-\d)"  # not the tail of «СанПиН 2.4.4.3172-14»
)
_NUMBER = re.compile(
    r"(?:№|\bN|\bNo)\s*(?P<numbered>\d[\w\-/.]*\w|\d|[А-Я]{2}-\d[\w/\-]*)"
    r"|(?P<law>\b\d{1,3}-ФЗ\b)"
    r"|(?P<order>\b\d{3,4}-р\b)"
    r"|(?:СанПиН|СП|ГОСТ Р|ГОСТ)\s*(?P<rules>\d[\d./]*\d-\d{2,4})"
    r"|(?P<bare_rules>\b\d\.\d\.(?:\d\.)?\d{4}-\d{2}\b)",
    re.IGNORECASE,
)
_OWN_ORDER = re.compile(
    r"директор|заведующ|школ|учреждени|МБОУ|МАОУ|МБУ|МАУ|МКУ|управления образован|отдела образован"
    r"|администраци|\bглавы\b",
    re.IGNORECASE,
)
_REPEALING = re.compile(r"утратив|отмен[её]н|признан\w* недейств", re.IGNORECASE)
_BEFORE = 130
_AFTER = 30


@dataclass(frozen=True)
class _Mention:
    """A number as it stands in the text, with what is written around it."""

    number: str
    shown: str
    before: str
    date: datetime.date | None
    distinctive: bool


def find_outdated(
    text: str,
    on: datetime.date,
    origin: Origin | None = None,
    *,
    until: datetime.date | None = None,
    consent_paper: bool = False,
    acts: Acts | None = None,
) -> list[Diagnostic]:
    """Faults in a free text cell, judged by ``on``, the date of the paper it goes into.

    ``until`` is the day when the contract ends. ``consent_paper`` allows the words of
    consent to the processing of personal data, which belong in a paper of their own.
    Each act or wording is reported once.
    """
    table = acts or load_acts()
    place = origin or Origin("текст")
    plain = _plain(text)
    found: dict[tuple[str, str], Diagnostic] = {}
    for mention in _mentions(plain):
        for act in table.acts.values():
            for diagnostic in _about(table, act, mention, on, until, place):
                found.setdefault((act.key, diagnostic.code), diagnostic)
    for wording in table.wordings:
        match = wording.pattern.search(plain)
        if not match or on < wording.since or (wording.consent and consent_paper):
            continue
        code = "wording-outdated" if wording.lint is Lint.ERROR else "wording-superseded"
        found[(wording.key, code)] = diagnose(
            code,
            place,
            wording.say,
            hint=wording.instead,
            value=match.group(),
            norm=wording.norm,
        )
    return list(found.values())


def _plain(text: str) -> str:
    for odd, usual in (("\u00a0", " "), ("\u202f", " "), ("\u2011", "-"), ("–", "-"), ("—", "-")):
        text = text.replace(odd, usual)
    return " ".join(text.split())


def _mentions(text: str) -> list[_Mention]:
    found = []
    previous_end = 0
    for match in _NUMBER.finditer(text):
        before = text[max(previous_end, match.start() - _BEFORE) : match.start()]
        after = text[match.end() : match.end() + _AFTER]
        number = next(g for g in match.groups() if g).rstrip(".")
        rules = bool(match.group("rules") or match.group("bare_rules"))
        dates = list(_DATE.finditer(before))
        following = re.match(r"\s*,?\s*от\s+", after)
        date = None
        if following:
            date = _date(_DATE.match(after, following.end()))
        elif dates:
            date = _date(dates[-1])
        found.append(
            _Mention(
                number=number,
                shown=text[max(match.start() - 40, previous_end) : match.end()].strip(),
                before=before,
                date=date,
                distinctive=rules or bool(re.search(r"-ФЗ$|-р$|\d-1$", number, re.IGNORECASE)),
            )
        )
        # A number of rules stays in view: «СП … (пост. от … № 28)» is judged by both.
        previous_end = previous_end if rules else match.end()
    return found


def _date(match: re.Match[str] | None) -> datetime.date | None:
    if match is None:
        return None
    month = int(match.group(2)) if match.group(2) else _MONTHS.index(match.group(3).lower()) + 1
    try:
        return datetime.date(int(match.group(4)), month, int(match.group(1)))
    except ValueError:
        return None


def _about(
    table: Acts,
    act: Act,
    mention: _Mention,
    on: datetime.date,
    until: datetime.date | None,
    origin: Origin,
) -> list[Diagnostic]:
    """What the mention of one act is guilty of; nothing when it is another act or a right one."""
    if _REPEALING.search(mention.before):
        return []
    if act.approval and act.number in mention.before and mention.number == act.approval.number:
        return _mismatch(act.approval.date, act, mention, origin)
    if mention.number.casefold() not in (n.casefold() for n in (act.number, *act.aliases)):
        return []
    if mention.distinctive:
        if mention.date and act.date and mention.date != act.date:
            # Numbers of laws begin anew each year: only a near miss is a slip of the pen.
            near = _near(mention.date, act.date)
            return _mismatch(act.date, act, mention, origin) if near else []
        return table.judge(act, on, until, origin, mention.shown)
    low = mention.before.casefold()
    if not any(stem in low for stem in table.kinds[act.kind].stems):
        return []
    issued = any(stem in low for stem in act.issuer_stems)
    if not issued and _OWN_ORDER.search(mention.before):
        return []
    if mention.date and act.date:
        if mention.date == act.date:
            return table.judge(act, on, until, origin, mention.shown)
        near = _near(mention.date, act.date)
        return _mismatch(act.date, act, mention, origin) if near else []
    if issued or len(act.number) > 3:
        return table.judge(act, on, until, origin, mention.shown)
    if act.valid_to and on > act.valid_to:
        return [
            diagnose(
                "act-maybe-repealed",
                origin,
                f"возможно, это {act.short}: он утратил силу",
                hint=table.instead_of(act) + "; если это ваш собственный акт, укажите его дату",
                value=mention.shown,
                norm="NET-23",
            )
        ]
    return []


def _near(written: datetime.date, right: datetime.date) -> bool:
    """Two of three parts of a date agree: a slip, not another act of the same number."""
    pairs = zip(written.timetuple()[:3], right.timetuple()[:3], strict=True)
    return sum(a == b for a, b in pairs) == 2


def _mismatch(
    right: datetime.date, act: Act, mention: _Mention, origin: Origin
) -> list[Diagnostic]:
    if mention.date is None or mention.date == right:
        return []
    return [
        diagnose(
            "act-date-mismatch",
            origin,
            f"у акта № {mention.number} другая дата: {right:%d.%m.%Y}",
            hint=f"исправьте дату: {act.short}",
            value=mention.shown,
            norm="NET-23",
        )
    ]
