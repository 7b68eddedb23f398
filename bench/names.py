"""New full names a CPU-second: docgen beside pytrovich and pymorphy3.

    python -m bench.names [NAMES]

Every name is new (no cache holds it whole) and is put into one oblique case, the sex taken from
the name, as when a sheet is read. The second figure is all five oblique cases of each name.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable, Iterator

from docgen.russian import Case, decline_fio, self_test

# Word lists as strings: a bench is read more easily than a column of names.
_WORDS = {
    "men": "Иван Пётр Сергей Алексей Дмитрий Марат Никита Илья Лев Павел Олег Тимур",
    "women": "Мария Анна Ольга Наталья Софья Любовь Дарья Гульнара Юлия Вера Зоя Алия",
    "fathers": "Иванов Петров Сергеев Алексеев Андреев Ринатов Олегов Юрьев Ильдаров",
    "syllables": "ба ве го ди жу за ки ло му ни па ре со ту фи ха че ша та ма ли ну ро",
    "endings": "ов ев ин ский енко ук ец ман ян ко ых ик ачов ушкин адзе ай ник арь",
}
_MEN, _WOMEN, _FATHERS, _SYLLABLES, _ENDINGS = (text.split() for text in _WORDS.values())
_OBLIQUE = [case for case in Case if case is not Case.NOM]


def new_names(seed: int = 1) -> Iterator[str]:
    """Names that no dictionary has: made-up surnames with every common ending, both sexes."""
    dice = random.Random(seed)
    seen: set[str] = set()
    while True:
        ending = dice.choice(_ENDINGS)
        stem = "".join(dice.choices(_SYLLABLES, k=2)) + dice.choice("бвгдзклмнпрст")
        woman = dice.random() < 0.5
        if woman:
            ending = {"ов": "ова", "ев": "ева", "ин": "ина", "ский": "ская"}.get(ending, ending)
        surname = (stem + ending).capitalize()
        father = dice.choice(_FATHERS) + ("на" if woman else "ич")
        name = f"{surname} {dice.choice(_WOMEN if woman else _MEN)} {father}"
        if name not in seen:
            seen.add(name)
            yield name


def _docgen(name: str) -> None:
    decline_fio(name, Case.DAT)


def _docgen_all_cases(name: str) -> None:
    for case in _OBLIQUE:
        decline_fio(name, case)


def _pytrovich() -> Callable[[str], None]:
    from pytrovich.detector import PetrovichGenderDetector
    from pytrovich.enums import Case as TheirCase
    from pytrovich.enums import NamePart
    from pytrovich.maker import PetrovichDeclinationMaker

    maker, detector = PetrovichDeclinationMaker(), PetrovichGenderDetector()
    parts = (NamePart.LASTNAME, NamePart.FIRSTNAME, NamePart.MIDDLENAME)

    def decline(name: str) -> None:
        surname, first, patronymic = name.split(" ")
        sex = detector.detect(lastname=surname, firstname=first, middlename=patronymic)
        for part, word in zip(parts, (surname, first, patronymic), strict=True):
            maker.make(part, sex, TheirCase.DATIVE, word)

    return decline


def _pymorphy() -> Callable[[str], None]:
    import pymorphy3

    analyser = pymorphy3.MorphAnalyzer(lang="ru")

    def decline(name: str) -> None:
        for word in name.split(" "):
            analyser.parse(word)[0].inflect({"datv"})

    return decline


def per_second(decline: Callable[[str], None], names: list[str]) -> float:
    """Names a CPU-second; the first name, which loads the engine, is not counted."""
    decline("Иванов Иван Иванович")
    start = time.process_time()
    for name in names:
        decline(name)
    return len(names) / (time.process_time() - start)


def main(number: int) -> None:
    self_test()
    start = time.process_time()
    decline_fio("Кравец Алла Юрьевна", Case.DAT)
    names = list(itertools.islice(new_names(), 4 * number))
    rows: list[tuple[str, Callable[[str], None]]] = [
        ("docgen, one case", _docgen),
        ("docgen, five cases", _docgen_all_cases),
        ("pytrovich, one case", _pytrovich()),
        ("pymorphy3, one case", _pymorphy()),
    ]
    print(f"start {time.process_time() - start:.2f} s; {number} new full names each")
    for place, (title, decline) in enumerate(rows):
        speed = per_second(decline, names[place * number : (place + 1) * number])
        print(f"{title:22}{speed:10,.0f} names a CPU-second")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
