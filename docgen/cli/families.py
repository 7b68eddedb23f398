"""``docgen agreements WORKBOOK…`` and its like: drafts of all papers of a family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from docgen.cli.making import make, making_options, reading_options
from docgen.cli.wording import RussianCommand


class _Words(NamedTuple):
    """What a family's command says of itself: in the list of commands, in its help, an example."""

    line: str
    papers: str
    example: str


FAMILY_WORDS: Mapping[str, _Words] = {
    "roadmap": _Words(
        "Сделать проекты дорожных карт и планов.",
        "дорожных карт, планов-приложений к приказу, планов взаимодействия, планов-графиков",
        "docgen roadmap inputs/roadmap.xlsx",
    ),
    "acts": _Words(
        "Сделать проекты локальных актов.",
        "положений, правил, порядков, календарных графиков и учебных планов организаций",
        "docgen acts inputs/acts.xlsx --only СОШ5",
    ),
    "agreements": _Words(
        "Сделать проекты договоров и соглашений.",
        "договоров о сетевой форме, соглашений о сотрудничестве, дополнительных соглашений, "
        "списков и листов согласования",
        "docgen agreements inputs/partners.xlsx --only Д-01",
    ),
    "orders": _Words(
        "Сделать проекты приказов и распоряжений.",
        "приказов, распоряжений и постановлений с приложениями и листами ознакомления",
        "docgen orders inputs/orders.xlsx --only П-01",
    ),
    "contracts": _Words(
        "Сделать бумаги обучающихся: заявления, договоры, согласия.",
        "заявлений о приёме, договоров об образовании, платных договоров и согласий",
        "docgen contracts inputs/pupils.xlsx --only З-01",
    ),
    "reports": _Words(
        "Сделать проекты справок, реестров, модели, протоколов и анкет.",
        "справок, реестров, муниципальной модели, протоколов и анкет",
        "docgen reports inputs/network.xlsx --only СПР-01",
    ),
    "letters": _Words(
        "Сделать проекты писем, уведомлений родителям, плакатов и сведений для сайта.",
        "сопроводительных писем с реестром отправки, уведомлений родителям, плакатов на стенд, "
        "сведений для сайта, протоколов разногласий",
        "docgen letters inputs/network.xlsx --only Д-01",
    ),
}
_SAFE = (
    "Команду можно повторять: готовое не переделывается, правленное вручную не перезаписывается."
)


def family_title(family: str) -> str:
    """How a family is called in a summary. Raises ``KeyError`` for no such family."""
    papers = FAMILY_WORDS[family].line.removeprefix("Сделать ").rstrip(".")
    return papers[:1].upper() + papers[1:]


def family_command(family: str) -> click.Command:
    """The command that makes one family. Raises ``KeyError`` for no such family."""
    words = FAMILY_WORDS[family]

    @click.command(
        cls=RussianCommand,
        name=family,
        help=f"Сделать из книги проекты {words.papers}. {_SAFE}",
        epilog=f"Пример: {words.example}",
    )
    @reading_options
    @making_options
    def command(workbooks: Sequence[str], **options: Any) -> int:
        return make(family, [family], [Path(name) for name in workbooks], **options)

    made: click.Command = command
    return made
