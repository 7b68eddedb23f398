"""The two source documents come back from the sample: item by item, word for word.

``tests/sources`` holds their texts as they were given. What of them is an artefact of extraction
(tags of lists, rows cut by a page) is undone here; what is a mistake of the originals stands in
``CORRECTIONS``, each with its reason. Everything else must be equal, and every correction must
still be needed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tests.golden.sample import Chosen, draft_papers, sample_tables

SOURCES = Path(__file__).parents[1] / "sources"
ROADMAP: Chosen = ("roadmap", "ДК-22")
PLAN: Chosen = ("annex-plan", "ПЛ-14")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Items = dict[str, str]
"""Place in the paper → its text, in the order of reading."""


@dataclass(frozen=True)
class Correction:
    """``original`` stands in the source at this place; docgen prints ``ours`` instead."""

    place: str
    original: str
    ours: str
    why: str


_NO_DATE = "в грифе нет даты"
_DASH = "между месяцами дефис вместо тире"
_NO_STOP = "нет точки в конце, а у соседних есть"
_ONE_MARK = "у заголовков разделов разные знаки в конце"

CORRECTIONS: dict[Chosen, tuple[Correction, ...]] = {
    ROADMAP: (
        Correction("гриф 1", "Утверждаю:", "УТВЕРЖДАЮ", "прописными и без двоеточия"),
        Correction("гриф 1, подпись", "Екенин А.Н.", "А.Н. Екенин", "инициалы после фамилии"),
        Correction("гриф 1, дата", "", "«__» __________ 2022 г.", _NO_DATE),
        Correction("гриф 2", "Утверждаю:", "УТВЕРЖДАЮ", "прописными и без двоеточия"),
        Correction("гриф 2, дата", "", "«__» __________ 2022 г.", _NO_DATE),
        Correction("период", "на 2022 – 2023 г.", "на 2022–2023 годы", "два года – не «г.»"),
        Correction("строка 2, исполнители", "директор МОЦ", "руководитель МОЦ", "одна должность"),
        Correction("строка 3, срок", "Июнь - июль", "Июнь – июль", _DASH),
        Correction("строка 3, результат", "содержащей", "содержащий", "не согласовано: реестр"),
        Correction("строка 3, часть 3", "требуются", "требуются.", _NO_STOP),
        Correction("строка 4, срок", "Июнь - июль", "Июнь – июль", _DASH),
        Correction("строка 4, результат", "справка", "справка.", _NO_STOP),
        Correction("строка 7, результат", "договора,", "договоры,", "разговорная форма"),
        Correction("строка 9, мероприятие", "общестественности", "общественности", "опечатка"),
        Correction("строка 9, исполнители", "Руководители", "руководители", "прописная в середине"),
        Correction(
            "строка 9, результат",
            "сетях, информационных",
            "сетях, на информационных",
            "пропущен предлог",
        ),
        Correction("строка 10, исполнители", "Управления – образования", "Управления образования",
                   "лишнее тире"),
        Correction("строка 10, исполнители", "Чертова", "Черткова", "фамилия: везде Черткова"),
        Correction("строка 10, срок", "Январь - май", "Январь – май", _DASH),
        Correction("строка 10, результат", "Информационно – аналитическая",
                   "Информационно-аналитическая", "тире вместо дефиса"),
        Correction("строка 11, исполнители", "Начальник Управления –",
                   "Начальник Управления образования –", "одна должность: пропущено слово"),
        Correction("строка 11, результат", "распоряжения", "распоряжения.", _NO_STOP),
        Correction("подпись", "Каргаполовцева", "Каргапольцева", "фамилия: везде Каргапольцева"),
    ),
    PLAN: (
        Correction("реквизиты приказа", "Приказ от 26.08.2014г №453/1", "от 26.08.2014 № 453/1",
                   "слово повторено, слитно «г» и «№»"),
        Correction("заголовок", "творчеству.", "творчеству", "точка в заголовке"),
        Correction("раздел 1, пункт 4", "учреждений участвующих", "учреждений, участвующих",
                   "пропущена запятая"),
        Correction("раздел 2", "учреждений.", "учреждений:", _ONE_MARK),
        Correction("раздел 3", "сети.", "сети:", _ONE_MARK),
        Correction("раздел 4", "учреждений.", "учреждений:", _ONE_MARK),
        Correction("раздел 5", "· 5.", "5.", "раздел стоит внутри перечня"),
        Correction("раздел 5", "учреждений", "учреждений:", _ONE_MARK),
        Correction("раздел 5, пункт 2", "Плана – графика", "Плана-графика", "тире вместо дефиса"),
        Correction("раздел 6", "МОС.", "МОС:", _ONE_MARK),
        Correction("раздел 6, пункт 1", "взаимодействия", "взаимодействия.", _NO_STOP),
        Correction("раздел 6, пункт 2", "договор ", "договоров ", "не согласовано"),
        Correction("раздел 6, пункт 2", "представителями)", "представителями).", _NO_STOP),
        Correction("раздел 6, пункт 3", "обеспечения", "обеспечения.", _NO_STOP),
        Correction("раздел 7", "8.", "7.", "в нумерации нет пункта 7"),
    ),
}  # fmt: skip


# --- the sources ---------------------------------------------------------------------------------


def _source(number: int) -> str:
    (path,) = SOURCES.glob(f"{number}-*.txt")
    return path.read_text(encoding="utf-8")


def _clean(text: str) -> str:
    """Without what the extraction left: tags, bold marks, torn hyphens, stray spaces."""
    text = re.sub(r"<[^>]*>|\*\*", " ", text.replace("\u00a0", " "))
    text = re.sub(r"(?<=\w)- (?=\w)", "-", text)
    return " ".join(text.split())


def _source_roadmap() -> Items:
    head, _, rest = _source(1).partition("№ п/п")
    table, _, foot = ("№ п/п" + rest).partition("-----\t")
    items: Items = {}
    first, second = head.partition("Дорожная карта")[0].split("Утверждаю:")[1:]
    for number, block in enumerate((first, second), start=1):
        *post, name = [line for line in block.splitlines() if line.strip()]
        items[f"гриф {number}"] = "Утверждаю:"
        items[f"гриф {number}, должность"] = _clean(" ".join(post))
        items[f"гриф {number}, подпись"] = _clean(name)
        items[f"гриф {number}, дата"] = ""
    title = head[head.index("Дорожная карта") : head.index("Цель:")]
    named, _, period = _clean(title).partition(" на 2022")
    items["заголовок"] = named
    items["период"] = "на 2022" + period
    goal, *tasks = [line for line in head[head.index("Цель:") :].splitlines() if line.strip()]
    items["цель"] = _clean(goal)
    for number, line in enumerate(tasks):
        items[f"задача {number}" if number else "задачи"] = _clean(line)
    rows: list[list[str]] = []
    for line in filter(str.strip, table.splitlines()):
        cells = line.split("\t")
        if cells[0].strip():
            rows.append(cells)
        else:  # the rest of a row that a page cut in two
            rows[-1] = [f"{whole} {more}" for whole, more in zip(rows[-1], cells, strict=False)] + (
                rows[-1][len(cells) :]
            )
    items |= {f"шапка {n}": _clean(cell) for n, cell in enumerate(rows[0], start=1)}
    for no, measure, executors, term, result in rows[1:]:
        place = f"строка {_clean(no).rstrip('.')}"
        items[place] = _clean(no)
        items |= _listed(_clean(measure), f"{place}, мероприятие", f"{place}, пункт", r" (?=\d\. )")
        items[f"{place}, исполнители"] = _clean(executors)
        items[f"{place}, срок"] = _clean(term)
        items |= _listed(_clean(result), f"{place}, результат", f"{place}, часть", r" ?• ?")
    author, name = [line for line in foot.splitlines() if re.search("[а-я]", line)]
    items["должность составителя"] = _clean(author)
    items["подпись"] = _clean(name)
    return items


def _listed(text: str, lead: str, member: str, between: str) -> Items:
    first, *rest = re.split(between, text)
    return {lead: first, **{f"{member} {n}": part for n, part in enumerate(rest, start=1)}}


def _source_plan() -> Items:
    text = _source(2)
    head, _, rest = text.partition("Приказ от")
    lines = [_clean(line) for line in ("Приказ от" + rest).splitlines() if line.strip()]
    items: Items = {"отметка": _clean(head), "реквизиты приказа": lines[0], "заголовок": lines[1]}
    section, point = 0, 0
    for line in lines[2:]:
        if re.match(r"(· )?\d+\. ", line):
            section, point = section + 1, 0
            items[f"раздел {section}"] = line
        else:
            point += 1
            items[f"раздел {section}, пункт {point}"] = line.removeprefix("· ")
    return items


# --- our papers ----------------------------------------------------------------------------------


@cache
def _papers() -> dict[Chosen, bytes]:
    return dict(draft_papers(sample_tables(), (ROADMAP, PLAN)))


def _body(chosen: Chosen) -> list[etree._Element]:
    with zipfile.ZipFile(io.BytesIO(_papers()[chosen])) as package:
        body = etree.fromstring(package.read("word/document.xml")).find(f"{W}body")
    assert body is not None
    return list(body)


def _text(element: etree._Element) -> str:
    joined = "".join(t.text or "" for t in element.iter(f"{W}t"))
    return " ".join(joined.replace("\u00a0", " ").split())


def _paragraphs(element: etree._Element) -> list[str]:
    return [text for p in element.iter(f"{W}p") if (text := _text(p))]


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def _our_roadmap() -> Items:
    body = _body(ROADMAP)
    approvals, measures, author = [part for part in body if part.tag == f"{W}tbl"]
    items: Items = {}
    words, signatures = [list(row.iter(f"{W}tc")) for row in approvals.iter(f"{W}tr")]
    for number, column in enumerate((0, 2), start=1):
        word, post = _paragraphs(words[column])
        name, date = _paragraphs(signatures[column])
        items[f"гриф {number}"] = word
        items[f"гриф {number}, должность"] = post
        items[f"гриф {number}, подпись"] = name.strip("_ ")
        items[f"гриф {number}, дата"] = date
    titles = [_text(p) for p in body if p.tag == f"{W}p" and _style(p) == "Title"]
    items["заголовок"] = " ".join(titles[:-1])
    items["период"] = titles[-1]
    texts = [_text(p) for p in body if p.tag == f"{W}p" and _style(p) == "BodyText"]
    items["цель"] = texts[0]
    for number, line in enumerate(texts[1:]):
        items[f"задача {number}" if number else "задачи"] = line
    head, *rows = measures.iter(f"{W}tr")
    items |= {f"шапка {n}": _text(cell) for n, cell in enumerate(head.iter(f"{W}tc"), start=1)}
    for row in rows:
        no, title, executors, term, result = row.iter(f"{W}tc")
        place = f"строка {_text(no).rstrip('.')}"
        items[place] = _text(no)
        items |= _in_cell(title, f"{place}, мероприятие", f"{place}, пункт", "TablePoint")
        items[f"{place}, исполнители"] = _text(executors)
        items[f"{place}, срок"] = _text(term)
        items |= _in_cell(result, f"{place}, результат", f"{place}, часть", "TableBullet")
    post, *_, name = _paragraphs(author)
    items["должность составителя"] = post
    items["подпись"] = name
    return items


def _in_cell(cell: etree._Element, lead: str, member: str, style: str) -> Items:
    first, *rest = cell.iter(f"{W}p")
    assert all(_style(paragraph) == style for paragraph in rest)
    return {lead: _text(first), **{f"{member} {n}": _text(p) for n, p in enumerate(rest, start=1)}}


def _our_plan() -> Items:
    parts = [(_style(p), _text(p)) for p in _body(PLAN) if p.tag == f"{W}p" and _text(p)]
    mark = [text for style, text in parts if style == "AnnexMark"]
    (title,) = [text for style, text in parts if style == "Title"]
    items: Items = {"отметка": " ".join(mark[:-1]), "реквизиты приказа": mark[-1]}
    items["заголовок"] = title
    section, point = 0, 0
    for style, text in parts:
        if style == "PlainKept":
            section, point = section + 1, 0
            items[f"раздел {section}"] = text
        elif style == "Bullet":
            point += 1
            items[f"раздел {section}, пункт {point}"] = text
    return items


# --- the comparison ------------------------------------------------------------------------------

PAIRS = {ROADMAP: (_source_roadmap(), _our_roadmap), PLAN: (_source_plan(), _our_plan)}


def _corrected(chosen: Chosen) -> Items:
    items = dict(PAIRS[chosen][0])
    for correction in CORRECTIONS[chosen]:
        text = items[correction.place]
        assert text.count(correction.original) == 1 or not text, correction
        items[correction.place] = text.replace(correction.original, correction.ours) or (
            correction.ours
        )
    return items


def _each() -> Iterator[tuple[Chosen, str]]:
    for chosen, (source, _) in PAIRS.items():
        yield from ((chosen, place) for place in source)


@pytest.mark.parametrize("chosen", PAIRS, ids=lambda c: c[1])
def test_the_paper_has_the_parts_of_its_source_in_their_order(chosen: Chosen) -> None:
    source, ours = PAIRS[chosen]
    assert list(ours()) == list(source)


@pytest.mark.parametrize(
    ("chosen", "place"), list(_each()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_the_words_are_those_of_the_source_but_for_its_mistakes(chosen: Chosen, place: str) -> None:
    assert PAIRS[chosen][1]()[place] == _corrected(chosen)[place]


@pytest.mark.parametrize(
    ("chosen", "correction"),
    [(chosen, correction) for chosen, listed in CORRECTIONS.items() for correction in listed],
    ids=lambda v: v.place if isinstance(v, Correction) else "",
)
def test_every_correction_is_of_a_mistake_that_the_source_makes(
    chosen: Chosen, correction: Correction
) -> None:
    assert correction.original in PAIRS[chosen][0][correction.place]
    assert correction.ours in PAIRS[chosen][1]()[correction.place]
    assert correction.why


def test_the_roadmap_has_eleven_measures_and_the_plan_seven_sections() -> None:
    assert sum(bool(re.fullmatch(r"строка \d+", place)) for place in PAIRS[ROADMAP][0]) == 11
    assert sum(bool(re.fullmatch(r"раздел \d+", place)) for place in PAIRS[PLAN][0]) == 7


@pytest.mark.parametrize(("chosen", "lying"), [(ROADMAP, True), (PLAN, False)])
def test_the_sheet_lies_as_that_of_the_source(chosen: Chosen, lying: bool) -> None:
    (size,) = _body(chosen)[-1].iter(f"{W}pgSz")
    assert (size.get(f"{W}orient") == "landscape") is lying
