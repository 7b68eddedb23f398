"""The catalogue of diagnostic codes: one line each, grouped by the room that raises them.

A code is never reused and never changes its meaning: clerks and scripts refer to it.
Severity stands here and nowhere else.
"""

from __future__ import annotations

import enum
from typing import NamedTuple


class Severity(enum.StrEnum):
    """How much a diagnostic weighs: an error holds back the papers it touches."""

    ERROR = "ошибка"
    WARNING = "предупреждение"
    NOTE = "замечание"


class CodeEntry(NamedTuple):
    severity: Severity
    title: str


def _error(title: str) -> CodeEntry:
    return CodeEntry(Severity.ERROR, title)


def _warning(title: str) -> CodeEntry:
    return CodeEntry(Severity.WARNING, title)


def _note(title: str) -> CodeEntry:
    return CodeEntry(Severity.NOTE, title)


CATALOGUE: dict[str, CodeEntry] = {
    # --- opc: files as containers -----------------------------------------------------------
    "file-missing": _error("Файл не найден"),
    "file-not-regular": _error("Не файл, а папка или устройство"),
    "file-unreadable": _error("Файл не читается"),
    "file-empty": _error("Пустой файл"),
    "file-too-large": _error("Файл слишком велик"),
    "file-lock": _warning("Служебный файл открытой книги"),
    "file-encrypted": _error("Файл закрыт паролем"),
    "file-other-kind": _error("Файл другого вида"),
    "file-damaged": _error("Файл повреждён"),
    "file-dangerous": _error("Файл опасен: слишком велик внутри, DTD, чужие имена"),
    # --- workbook: cells and headings -------------------------------------------------------
    # --- records: references between rows ---------------------------------------------------
    "reference-unknown": _error("Ссылка на код или имя, которого нет в справочнике"),
    "reference-ambiguous": _error("Имя подходит к нескольким строкам справочника"),
    "code-duplicate": _error("Один код у двух строк"),
    # --- norms: acts and wordings out of date -----------------------------------------------
    "act-unknown": _error("Шаблон ссылается на акт, которого нет в таблице актов"),
    "act-repealed": _error("Ссылка на акт, который утратил силу"),
    "act-superseded": _warning("Ссылка на заменённый или завершённый акт"),
    "act-maybe-repealed": _warning("Похоже на ссылку на акт, который утратил силу"),
    "act-wrong-scope": _error("Акт не относится к дополнительным программам"),
    "act-date-mismatch": _error("Номер акта не сходится с его датой"),
    "act-not-yet-valid": _warning("Акт ещё не действовал на дату документа"),
    "act-outlived": _warning("Договор действует дольше акта, на который ссылается"),
    "act-expires-soon": _note("Срок действия акта скоро истекает"),
    "act-table-old": _warning("Таблица актов давно не сверялась"),
    "wording-outdated": _error("Выражение из старых норм"),
    "wording-superseded": _warning("Выражение, которое устарело"),
    # --- checks: rules across columns and rows ----------------------------------------------
    "value-missing": _error("Пустая обязательная ячейка"),
    "not-applicable-refused": _error("«Не применяется» там, где нужен ответ"),
    "required-column-absent": _error("На листе нет нужного столбца"),
    "number-zero": _error("Ноль там, где нужно число"),
    "dates-reversed": _error("Окончание раньше начала"),
    "date-ahead": _warning("Дата, которая ещё не наступила"),
    "identifier-length": _error("Номер не той длины для правовой формы"),
    "kpp-unexpected": _warning("КПП у индивидуального предпринимателя"),
    "account-key": _error("Счёт не сходится с БИК"),
    "account-without-bank": _warning("Счёт без банка"),
    "account-missing": _error("Договор с деньгами, а счёта нет"),
    "treasury-account-shape": _error("Не казначейский счёт"),
    "treasury-account-oktmo": _warning("Казначейский счёт с другим ОКТМО"),
    "licence-old-number": _warning("Номер лицензии не из реестра"),
    "licence-checked-too-early": _warning("Лицензию проверили до её выдачи"),
    "licence-checked-long-ago": _warning("Лицензию давно не проверяли"),
    "licence-too-young": _warning("Лицензия выдана позже начала занятий"),
    "licence-unfit": _error("У стороны нет нужной лицензии"),
    "places-missing": _warning("Нет адресов занятий"),
    "name-gender-unknown": _error("Неизвестен род наименования"),
    "organisation-twice": _warning("Одна организация в двух строках"),
    "person-elsewhere": _warning("Человек числится в другой организации"),
    "person-of-no-party": _error("Ответственный — не работник стороны"),
    "person-twice": _warning("Один человек в двух строках"),
    "name-near-twin": _warning("Почти одинаковые имена"),
    "sex-unknown": _error("Неизвестен пол подписанта"),
    "sex-contradicts": _warning("Пол не сходится с отчеством"),
    "signatory-by-initials": _error("Подписант назван инициалами"),
    "signatory-twice": _warning("Один подписант за две стороны"),
    "authority-missing": _error("Нет основания полномочий"),
    "authority-form": _error("Основание полномочий не подходит правовой форме"),
    "authority-too-young": _error("Полномочия моложе договора"),
    "deputy-authority": _warning("Не руководитель действует на основании Устава"),
    "acting-without-order": _warning("Исполняющий обязанности без приказа"),
    "acting-said-in-post": _error("«И. о.» вписано в должность"),
    "programme-in-another-year": _warning("Программа другого учебного года"),
    "programme-without-agreement": _note("У программы нет договора о сетевой форме"),
    "programme-in-framework": _warning("Программа в рамочном соглашении"),
    "preprofessional-outside-arts": _warning("Предпрофессиональная программа не в искусстве"),
    "title-in-quotes": _error("Наименование в кавычках"),
    "approved-too-late": _warning("Программа утверждена после начала"),
    "approval-missing": _warning("Нет приказа об утверждении программы"),
    "approval-contradicts": _warning("По-разному сказано, кто утверждает программу"),
    "signed-after-start": _warning("Договор подписан после начала действия"),
    "number-without-date": _warning("Номер без даты или дата без номера"),
    "date-not-last-signature": _warning("Дата договора — не дата последней подписи"),
    "copies-too-few": _error("Экземпляров меньше, чем сторон"),
    "copies-electronic": _warning("Экземпляры у электронного договора"),
    "party-twice": _error("Сторона указана дважды"),
    "parties-too-few": _error("Мало сторон"),
    "parties-differ": _error("Стороны не те, что у основного договора"),
    "base-not-one": _error("Базовая организация не одна"),
    "base-of-another-programme": _error("Базовая организация — не хозяин программы"),
    "participant-missing": _error("Нет организации-участника"),
    "coordinator-not-one": _error("Координатор не один"),
    "role-unsuitable": _error("Роль не из этого вида договора"),
    "child-row-unused": _warning("Строка не относится к виду договора"),
    "row-of-no-party": _error("Организация — не сторона договора"),
    "organisation-of-no-party": _error("Названа организация, которая не сторона"),
    "part-missing": _error("Участник ведёт часть, а части нет"),
    "resource-party-teaches": _error("Ресурсный участник ведёт часть программы"),
    "resource-party-examines": _error("Ресурсный участник проводит аттестацию"),
    "resources-missing": _error("Сторона не предоставляет ресурсов"),
    "resource-twice": _warning("Ресурс указан дважды"),
    "hours-exceed": _error("В частях больше часов, чем в программе"),
    "hours-short": _warning("В частях меньше часов, чем в программе"),
    "dates-outside-agreement": _error("Даты вне срока договора"),
    "lessons-outside-programme": _warning("Занятия вне срока программы"),
    "address-unknown": _error("Занятия по неизвестному адресу"),
    "pupils-count": _error("Число обучающихся не сходится со списком"),
    "pupil-twice": _error("Обучающийся в списке дважды"),
    "pupil-age": _warning("Возраст обучающегося"),
    "list-not-passed": _warning("Список обучающихся не передаётся участнику"),
    "data-without-footing": _error("Данные передаются без основания"),
    "fallback-missing": _error("Не сказано, что делать при утрате лицензии"),
    "transport-nowhere": _warning("Доставка без занятий у участника"),
    "parents-told-late": _warning("Родителей уведомляют после начала занятий"),
    "money-in-free-agreement": _error("Деньги в безвозмездном договоре"),
    "payer-is-payee": _error("Плательщик и получатель — одно лицо"),
    "ikz-customer": _warning("ИКЗ другого заказчика"),
    "agreement-twice": _warning("Один договор в двух строках"),
    "founder-absent": _warning("Учредитель не участвует и не согласует"),
    "approver-not-founder": _warning("Согласует не учредитель"),
    "main-is-supplementary": _error("Основной договор — сам дополнительное соглашение"),
    "main-not-registered": _warning("У основного договора нет номера или даты"),
    "amendment-missing": _error("Дополнительное соглашение ничего не меняет"),
    "change-after-end": _error("Изменение после окончания договора"),
    "change-before-start": _warning("Изменение раньше договора"),
    # --- documents: kinds and plans of papers -----------------------------------------------
    "kind-broken": _error("Описание вида бумаги записано с ошибкой"),
    "kind-unknown-key": _error("Лишний ключ в описании вида бумаги"),
    "kind-unknown-name": _error("Описание вида бумаги называет то, чего нет"),
    "kind-template-missing": _error("Нет шаблона Word, который назван в описании"),
    "identity-duplicate": _error("Две строки дают одну и ту же бумагу"),
    "only-unknown": _error("Названо то, чего в таблицах нет"),
    "approval-sheet-without-visas": _note("Лист согласования не составлен: не указаны визы"),
    "paper-lacks-value": _error("Бумаге не хватает сведений"),
    "reference-outside-agreement": _error("Организация не входит в стороны договора"),
    "form-doubtful": _warning("Программа не уверена в падежной форме"),
    # --- rendering: templates and the proof of papers ---------------------------------------
    "template-no-tags": _warning("В шаблоне нет ни одного поля"),
    "template-tag-unclosed": _error("Тег шаблона не закрыт или не открыт"),
    "template-tag-broken": _error("Тег шаблона не читается"),
    "template-tag-letters": _error("Похожие буквы другого алфавита в теге"),
    "template-tag-quotes": _warning("Фигурные кавычки в теге"),
    "template-tag-misplaced": _error("Тег стоит не на месте"),
    "template-tag-crossing": _warning("Условие или повтор через границу абзаца"),
    "template-tag-mixed-format": _note("Части тега оформлены по-разному"),
    "template-tag-forbidden": _error("Недопустимое выражение в теге"),
    "template-name-unknown": _error("Неизвестное поле шаблона"),
    "template-filter-unknown": _error("Неизвестный фильтр шаблона"),
    "template-tracked-changes": _error("Непринятые правки в шаблоне"),
    "template-comments": _warning("Примечания в шаблоне"),
    "template-macros": _error("Макросы в шаблоне"),
    "template-embedded": _error("Внедрённый объект или чужой файл в шаблоне"),
    "template-linked": _error("Рисунок или объект шаблона по внешней ссылке"),
    "template-external": _warning("Связь шаблона с внешним файлом или сайтом снята"),
    "template-field": _error("Опасное поле Word в шаблоне"),
    "template-field-unstable": _warning("Поле Word, которое меняется само"),
    "template-signature": _warning("Шаблон подписан электронной подписью"),
    "template-strict": _error("Шаблон в строгом формате Open XML"),
    "template-limit": _error("Шаблон или бумага больше предела"),
    "template-value-missing": _error("Нет значения, которое печатает шаблон"),
    "template-value-kind": _error("Значение этого вида так не печатается"),
    "template-value-control": _error("Управляющий знак в значении"),
    # --- register: the folder of papers -----------------------------------------------------
    "register-rebuilt": _warning("Реестр бумаг потерян или повреждён и собран заново по бумагам"),
    "paper-edited": _warning("Бумагу правили вручную, новая версия положена рядом"),
    "paper-name-taken": _warning("На месте бумаги лежит чужой файл, бумага положена рядом"),
    "paper-busy": _error("Файл бумаги занят другой программой или закрыт для записи"),
    "paper-not-laid": _error("Бумагу нельзя положить на её место"),
}
