"""Organisations: the head phrase of the name is declined, quotes and abbreviations never are."""

from __future__ import annotations

import re
from functools import lru_cache

from docgen.russian.grammar import Case, Form, Gender, Paradigm, frozen
from docgen.russian.lexicon import nominative_nouns
from docgen.russian.names import decline_fio, gender_of_fio, read_name
from docgen.russian.phrases import decline_phrase, names_person, tokens_of

_ABBREVIATION = re.compile(r"[А-ЯЁ][А-ЯЁа-яё]?[А-ЯЁ]+(?:-[А-ЯЁ\d]+)?(?=[\s«\"(,]|$)")

# Persons who stand among institutions: a sheet of organisations holds them too.
_PERSON_HEAD = re.compile(
    r"(?:уполномоченный|нотариус|адвокат|губернатор|глава|арбитражный\s+управляющий|"
    r"финансовый\s+управляющий|индивидуальный\s+предприниматель)\b",
    re.IGNORECASE,
)

# Heads after which a person's name stands: the name is declined with them.
_SOLE = re.compile(
    r"(?P<head>ИП|индивидуальный\s+предприниматель|самозанят(?:ый|ая)|"
    r"плательщик\s+налога\s+на\s+профессиональный\s+доход|"
    r"глава\s+(?:крестьянского\s+\(фермерского\)\s+хозяйства|КФХ))\s+(?P<name>[А-ЯЁ].*)",
    re.IGNORECASE,
)

# The word that an abbreviation stands for, by its last letters; longer ones first. The first
# letters (М, Г, Ф, К, Б, А, Ч) only say whose institution it is (norms/office 3.1: rule for
# abbreviations is a default that a person can change).
_ABBREVIATED_HEADS: tuple[tuple[re.Pattern[str], Gender], ...] = tuple(
    (re.compile(pattern), gender)
    for pattern, gender in (
        (r"(?:О|ПА|ЗА|НА|ОА|А)О|ООО", Gender.N),  # общество
        (r"А?НО|АНОО?|АНО\s?ДПО|ЧОО|НКО|РОО|МОО|ОО", Gender.F),  # организация
        (r"НП|ТСЖ|ТСН|СНТ|ДНП|НКП", Gender.N),  # партнёрство, товарищество
        (r"(?:[МГ]У|Ф?ГУ|[МГФ]К|К)П", Gender.N),  # предприятие
        (r"[МГФКЧО]{1,2}[БАКНГ]?[А-Я]{0,4}У(?:З|К|Д|С)?", Gender.N),  # учреждение
        (r"(?:Д?Ю?С|СО|ОО|НО|СКО|ДМ|ДХ|СД?Ю?)Ш(?:ОР|И)?", Gender.F),  # школа
        (r"(?:М?И|У)ФНС|ФНС", Gender.F),  # инспекция, служба
        (r"ДДТ|ДТ|ДК|ДЮЦ|ЦДТ|ЦДО|ЦРТ|МОЦ|РМЦ|ЦРР|ДШ|ФОК|НИИ|ТИК|МФЦ", Gender.M),  # дом, центр
    )
)


def _sole_proprietor(text: str, case: Case) -> Form | None:
    """«Индивидуального предпринимателя Иванова Ивана Ивановича»: head and name both decline."""
    found = _SOLE.fullmatch(text.strip())
    if found is None:
        return None
    head, name = found["head"], found["name"]
    declined_name = decline_fio(name, case)
    paradigm = frozen(head) if head.isupper() else decline_phrase(head, animate=True)[0]
    declined_head = paradigm.form(case)
    text = text.strip()[: found.start("name")].replace(head, declined_head.text, 1)
    return Form(
        text + declined_name.text,
        declined_name.source,
        declined_head.doubtful or declined_name.doubtful,
        declined_head.reason or declined_name.reason,
    )


# «Минпросвещения» already is a genitive, «гороно» an abbreviation; «Минтруд» declines.
_UNCHANGING = re.compile(
    r"(?:Мин(?!ист)[а-яё]+(?:ия|ы|и|о)|(?:Гор|Рай|Обл)оно)(?=\s|$)", re.IGNORECASE
)


def _begins_with_abbreviation(text: str) -> bool:
    if _UNCHANGING.match(text):
        return True
    found = _ABBREVIATION.match(text)
    if found is None:
        return False
    # «АДМИНИСТРАЦИЯ ГОРОДА» is a word in capitals, «МБОУ» is not.
    return not nominative_nouns(found.group()) or len(found.group()) < 4


@lru_cache(maxsize=4096)
def _paradigm(text: str) -> Paradigm:
    if _begins_with_abbreviation(text) or text[:1] in '«"„':
        return frozen(text)
    return decline_phrase(text, animate=_PERSON_HEAD.match(text) is not None)[0]


def decline_organisation(text: str, case: Case) -> Form:
    """The name of an organisation in a case; only its head changes.

    An abbreviation («МБОУ «СОШ № 1»») and a name in quotes stay; a sole proprietor is declined
    with the name of the person.
    """
    if case is Case.NOM:
        return Form(text, "rule")
    return _sole_proprietor(text, case) or _paradigm(text).form(case)


@lru_cache(maxsize=4096)
def gender_of_organisation(full_name: str) -> Gender | None:
    """The gender of the head noun, with which «именуемое», «обратилась» agree.

    A sole proprietor has the sex of the person. None where the head is unknown.
    """
    text = full_name.strip()
    sole = _SOLE.fullmatch(text)
    if sole is not None:
        return gender_of_fio(sole["name"])
    if _begins_with_abbreviation(text):
        word = next(token for token in tokens_of(text) if token.strip())
        for pattern, gender in _ABBREVIATED_HEADS:
            if pattern.fullmatch(word):
                return gender
        return None
    return decline_phrase(text, animate=False)[1]


def is_sole_proprietor(full_name: str) -> bool:
    """Whether the name is that of a person in business («ИП Ким О.В.»), who has no устав."""
    found = _SOLE.fullmatch(full_name.strip())
    return found is not None and not read_name(found["name"]).odd


def looks_like_organisation(text: str) -> bool:
    """Whether a text names an organisation: an abbreviation, a quoted name or such a head."""
    if _begins_with_abbreviation(text) or _SOLE.fullmatch(text.strip()):
        return True
    head = next((token for token in tokens_of(text) if token.strip()), "")
    if head.startswith(("«", '"', "„")):
        return True
    gender = decline_phrase(text, animate=False)[1]
    return gender is not None and not names_person(text)
