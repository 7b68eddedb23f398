"""The office's own dictionary: forms that a person confirmed, which win over every engine.

One tab-separated UTF-8 file that a person can read, compare and mend; one line a name, post or
organisation. An empty cell leaves that case to the engine. What was confirmed for «Соловей Иван
Петрович» holds for «Соловей И.П.» too: the surname is learnt from the full name.
"""

from __future__ import annotations

import contextlib
import enum
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.diagnostics import Diagnostic, Origin, Refusal, diagnose, shorten
from docgen.russian.grammar import CASES, INDEX, Case, Form, Gender, Paradigm, six
from docgen.russian.names import decline_name, decline_with_surname, gender_of_fio, read_name
from docgen.russian.organisations import decline_organisation
from docgen.russian.posts import decline_post


class Sort(enum.StrEnum):
    """Вид: what an entry is, as the file writes it."""

    PERSON = "имя"
    POST = "должность"
    ORGANISATION = "организация"


_GENDERS: dict[str, Gender | None] = {"": None, "м": Gender.M, "ж": Gender.F}
_GENDER_LETTERS = {gender: letter for letter, gender in _GENDERS.items()}
_OBLIQUE = CASES[1:]
_HEADINGS = (
    *("вид", "именительный", "пол"),
    *("родительный", "дательный", "винительный", "творительный", "предложный"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Confirmed forms of one text; a case that is not in ``forms`` was not confirmed.

    ``gender`` is the sex of a person where the name does not show it, else None.
    """

    sort: Sort
    text: str
    forms: Mapping[Case, str]
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Declension:
    """The six forms of one text, in the order of ``CASES``: a row of the sheet «Склонения».

    ``gender`` is what is known of it, for a person the sex by which it was declined.
    """

    sort: Sort
    text: str
    gender: Gender | None
    forms: tuple[Form, ...]

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it."""
        return any(form.doubtful for form in self.forms)

    @property
    def is_settled(self) -> bool:
        """Whether a person has given or confirmed every form."""
        return all(form.source in ("column", "dictionary") for form in self.forms[1:])

    @property
    def reason(self) -> str:
        """Why the forms are doubtful; empty when they are not."""
        return "; ".join(dict.fromkeys(f.reason for f in self.forms if f.doubtful and f.reason))


def _key(text: str) -> str:
    """What makes two spellings one: spaces of any kind and number count as one space."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Dictionary:
    """Confirmed forms, asked before the engine. Empty by default: then the engine decides all.

    ``kept`` are lines of its file that hold no entry (remarks, broken lines): they are written
    back, so that nothing a person typed is lost.
    """

    entries: tuple[Entry, ...] = ()
    kept: tuple[str, ...] = ()
    _by_text: dict[tuple[Sort, str], Entry] = field(init=False, repr=False, compare=False)
    _surnames: dict[tuple[str, Gender], dict[Case, str]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        by_text = {(entry.sort, _key(entry.text)): entry for entry in self.entries}
        surnames: dict[tuple[str, Gender], dict[Case, str]] = {}
        for entry in self.entries:
            if entry.sort is Sort.PERSON:
                _learn_surname(entry, surnames)
        object.__setattr__(self, "_by_text", by_text)
        object.__setattr__(self, "_surnames", surnames)

    def fio(self, text: str, case: Case, gender: Gender | None = None) -> Form:
        """``decline_fio`` with confirmed forms first, and the confirmed sex where none is given."""
        confirmed = self._confirmed(Sort.PERSON, text, case, gender)
        if confirmed is not None:
            return confirmed
        sex = gender or self._sex(text)
        surname = self._surname(read_name(text).surname, text, case, sex)
        return decline_with_surname(text, case, sex, surname)

    def name(
        self,
        surname: str,
        first_name: str,
        patronymic: str,
        gender: Gender | None,
        case: Case,
    ) -> Form:
        """``decline_name`` with confirmed forms first."""
        text = " ".join(part for part in (surname, first_name, patronymic) if part)
        confirmed = self._confirmed(Sort.PERSON, text, case, gender)
        if confirmed is not None:
            return confirmed
        sex = gender or self._sex(text)
        learnt = self._surname(surname, text, case, sex)
        if learnt is not None:
            return decline_with_surname(text, case, sex, learnt)
        return decline_name(surname, first_name, patronymic, sex, case)

    def post(self, text: str, case: Case) -> Form:
        """``decline_post`` with confirmed forms first; a capital at the start is kept."""
        confirmed = self._confirmed(Sort.POST, text, case)
        if confirmed is None and text[:1].isupper():
            small = self._confirmed(Sort.POST, text[:1].lower() + text[1:], case)
            if small is not None:
                confirmed = Form(small.text[:1].upper() + small.text[1:], small.source)
        return confirmed or decline_post(text, case)

    def organisation(self, text: str, case: Case) -> Form:
        """``decline_organisation`` with confirmed forms first."""
        confirmed = self._confirmed(Sort.ORGANISATION, text, case)
        return confirmed or decline_organisation(text, case)

    def form(self, sort: Sort, text: str, case: Case, gender: Gender | None = None) -> Form:
        """One form of any sort of text."""
        if sort is Sort.PERSON:
            return self.fio(text, case, gender)
        return self.post(text, case) if sort is Sort.POST else self.organisation(text, case)

    def table(self, sort: Sort, text: str, gender: Gender | None = None) -> tuple[Form, ...]:
        """The six forms of a text in the order of ``CASES``."""
        return tuple(self.form(sort, text, case, gender) for case in CASES)

    def confirmed(self, entries: Iterable[Entry]) -> Dictionary:
        """A dictionary with more entries; a later one takes the place of one for the same text."""
        by_text = dict(self._by_text)
        by_text.update({(entry.sort, _key(entry.text)): entry for entry in entries})
        return Dictionary(tuple(by_text.values()), self.kept)

    def corrected(self, entries: Iterable[Entry]) -> Dictionary:
        """A dictionary with more forms: an entry changes the cases it names and no others."""
        by_text = dict(self._by_text)
        for entry in entries:
            key = (entry.sort, _key(entry.text))
            known = by_text.get(key)
            if known is not None:
                forms = {**known.forms, **entry.forms}
                entry = Entry(entry.sort, known.text, forms, entry.gender or known.gender)
            by_text[key] = entry
        return Dictionary(tuple(by_text.values()), self.kept)

    def lines(self) -> list[str]:
        """The entries as their file holds them, in its order: equal for equal forms."""
        return [
            "\t".join(
                [
                    entry.sort,
                    _key(entry.text),
                    _GENDER_LETTERS.get(entry.gender, ""),
                    *(_key(entry.forms.get(case, "")) for case in _OBLIQUE),
                ]
            )
            for entry in sorted(
                self.entries, key=lambda entry: (list(Sort).index(entry.sort), entry.text)
            )
        ]

    def _confirmed(
        self, sort: Sort, text: str, case: Case, gender: Gender | None = None
    ) -> Form | None:
        entry = self._by_text.get((sort, _key(text)))
        if entry is None or case is Case.NOM or case not in entry.forms:
            return None
        if gender is not None and entry.gender not in (None, gender):
            return None  # a namesake of the other sex
        return Form(entry.forms[case], "dictionary")

    def _sex(self, text: str) -> Gender | None:
        entry = self._by_text.get((Sort.PERSON, _key(text)))
        return entry.gender if entry else None

    def _surname(
        self, surname: str, text: str, case: Case, gender: Gender | None
    ) -> Paradigm | None:
        if not self._surnames:
            return None
        sex = gender or gender_of_fio(text)
        forms = self._surnames.get((surname, sex)) if sex else None
        if forms is None or case not in forms:
            return None
        # Only one case is asked for; the others stand as the nominative and are never read.
        row = [surname] * len(CASES)
        row[INDEX[case]] = forms[case]
        return Paradigm(six(row), "dictionary")


EMPTY = Dictionary()
"""The dictionary of an office that has confirmed nothing yet."""


def _learn_surname(entry: Entry, surnames: dict[tuple[str, Gender], dict[Case, str]]) -> None:
    """The forms of a surname, where a confirmed full name begins with it."""
    name = read_name(entry.text)
    gender = entry.gender or gender_of_fio(entry.text)
    words = len(name.surname.split(" "))
    if gender is None or name.odd or name.order[:1] != ("surname",):
        return
    learnt = surnames.setdefault((name.surname, gender), {})
    for case, form in entry.forms.items():
        learnt[case] = " ".join(_key(form).split(" ")[:words])


def read_dictionary(path: Path) -> tuple[Dictionary, list[Diagnostic]]:
    """The dictionary of the office and the lines that could not be read.

    A file that is not there is an empty dictionary. Raises ``Refusal`` if the file is there and
    cannot be opened or is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Dictionary(), []
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(
            f"не удалось прочитать словарь склонений «{path.name}»",
            hint="закройте файл в других программах; он должен быть сохранён в кодировке UTF-8",
        ) from fault
    entries: list[Entry] = []
    kept: list[str] = []
    diagnostics: list[Diagnostic] = []
    seen: dict[tuple[Sort, str], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.split("\t")[0] == _HEADINGS[0]:
            continue
        if line.startswith("#"):
            kept.append(line)
            continue
        origin = Origin(path.name, row=number)
        entry, trouble = _read_line(line)
        if entry is None:
            kept.append(line)
            diagnostics.append(
                diagnose(
                    "dictionary-line",
                    origin,
                    trouble,
                    hint="исправьте строку или удалите её: программа спросит об этом слове снова",
                    value=shorten(line.replace("\t", " | ")),
                )
            )
            continue
        key = (entry.sort, _key(entry.text))
        if key in seen:
            diagnostics.append(
                diagnose(
                    "dictionary-repeat",
                    origin,
                    f"об этом уже сказано в строке {seen[key]}; взята последняя",
                    hint="оставьте одну строку",
                    value=entry.text,
                )
            )
        seen[key] = number
        entries.append(entry)
    return Dictionary((), tuple(kept)).confirmed(entries), diagnostics


def _read_line(line: str) -> tuple[Entry | None, str]:
    """The entry of a line, or None and what is wrong with it."""
    cells = [cell.strip() for cell in line.split("\t")]
    cells += [""] * (len(_HEADINGS) - len(cells))
    sort, text, gender = cells[:3]
    if len(cells) > len(_HEADINGS):
        return None, "лишние столбцы"
    if sort not in list(Sort):
        return None, f"вид «{shorten(sort, 20)}» неизвестен: имя, должность, организация"
    if not text:
        return None, "не сказано, о чём строка: пустой именительный падеж"
    if gender not in _GENDERS:
        return None, f"пол «{shorten(gender, 20)}» неизвестен: м, ж или пусто"
    forms = {case: form for case, form in zip(_OBLIQUE, cells[3:], strict=True) if form}
    return Entry(Sort(sort), text, forms, _GENDERS[gender]), ""


def write_dictionary(path: Path, dictionary: Dictionary) -> None:
    """Write the dictionary aside and put it in place whole; the same entries give the same bytes.

    Raises ``Refusal`` if the folder or file cannot be written.
    """
    lines = ["\t".join(_HEADINGS), *dictionary.lines(), *dictionary.kept]
    # The mark at the head lets Excel and Notepad know the encoding.
    content = ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
    aside = path.with_name(path.name + ".new")
    try:
        with aside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise Refusal(
            f"не удалось записать словарь склонений «{path.name}»",
            hint="закройте файл в других программах и проверьте, можно ли писать в папку",
        ) from fault
