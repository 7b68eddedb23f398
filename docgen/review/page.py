"""The page: all papers in one HTML file that needs no server, no network and nothing beside it.

Everything that comes from outside is escaped here and nowhere else. The browser is told by a
policy that only the page's own style and script may run, each by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from docgen.review.cards import CameBack, PaperCard
from docgen.review.remarks import Remark, Sort

_STATES = (
    *("замечания", "на согласовании", "проект", "согласован"),
    *("зарегистрирован", "отправлен", "подписан", "отменён"),
)
_COLOURS = {
    "замечания": "red",
    "на согласовании": "amber",
    "согласован": "green",
    "зарегистрирован": "blue",
    "отправлен": "blue",
    "подписан": "green",
}
MARK = '<meta name="generator" content="docgen review">'
"""Tells a page of ours, which the next run may replace, from anybody else's file."""
_NO_SCRIPT = ".paper:not(.open) .body{display:block}.filters,.counts{display:none}"
_KEYS = (
    ("j / о", "следующая бумага"),
    ("k / л", "предыдущая бумага"),
    ("Enter", "открыть или закрыть бумагу"),
    ("Home, End", "первая, последняя"),
    ("/ или .", "поиск"),
    ("Esc", "выйти из поиска, закрыть бумагу"),
    ("? или ,", "эта подсказка"),
)


def colour_of(state: str) -> str:
    """The class of a state's badge; empty for a plain one."""
    return _COLOURS.get(state, "")


def next_words(to_do: Sequence[str]) -> str:
    """What is left to do with a paper, in one line."""
    return f"Осталось: {'; '.join(to_do)}" if to_do else "Делать ничего не нужно"


def build_page(
    cards: Sequence[PaperCard], made: str, *, title: str = "Бумаги", token: str = ""
) -> str:
    """The whole page.

    ``made``: when and from what, as it is shown. ``token``: with it the page has buttons that
    post decisions to the server it came from; without it the page only shows.
    """
    style, script = _asset("page.css"), _asset("page.js")
    policy = "; ".join(
        [
            "default-src 'none'",
            "img-src data:",
            f"style-src '{_hash(style)}' '{_hash(_NO_SCRIPT)}'",
            f"script-src '{_hash(script)}'",
            *(["connect-src 'self'"] if token else []),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    pieces = [
        '<!DOCTYPE html>\n<html lang="ru"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_e(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="referrer" content="no-referrer">{MARK}',
        f"<title>{_e(title)}</title><style>{style}</style>",
        f"<noscript><style>{_NO_SCRIPT}</style></noscript></head><body>",
        '<a class="skip" href="#papers">К списку бумаг</a>',
        *_top(cards, made, title),
        '<main id="papers"><ol class="papers">',
        *(piece for number, card in enumerate(cards, 1) for piece in _paper(card, number, token)),
        '</ol><p class="none" id="none" hidden>Таких бумаг нет. Снимите часть условий.</p></main>',
        *_help(),
        _json_block("serving", {"token": token}) if token else "",
        f"<script>{script}</script>",
        # Behind the script: the page is of use before its pictures have been read.
        *(_stored(card, number) for number, card in enumerate(cards, 1)),
        "</body></html>\n",
    ]
    return "".join(pieces)


def build_notice(title: str, message: str, hint: str) -> str:
    """A page that says why the other one can't be shown, and what to do."""
    return (
        '<!DOCTYPE html>\n<html lang="ru"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        f"<title>{_e(title)}</title></head><body><h1>{_e(title)}</h1>"
        f"<p>{_e(message)}</p><p>{_e(hint)}</p>"
        '<p><a href="">Открыть ещё раз</a></p></body></html>\n'
    )


# --- the head ------------------------------------------------------------------------------------


def _top(cards: Sequence[PaperCard], made: str, title: str) -> Iterator[str]:
    counts = Counter(card.state for card in cards)
    states = sorted(counts, key=lambda s: _STATES.index(s) if s in _STATES else len(_STATES))
    remarks = sum(card.open_remarks for card in cards)
    yield f'<header><div class="inner head-line"><h1>{_e(title)}</h1>'
    yield '<div class="counts" role="group" aria-label="Состояния бумаг">'
    yield f'<button type="button" data-only="">все: {len(cards)}</button>'
    for state in states:
        yield f'<button type="button" data-only="{_e(state)}">{_e(state)}: {counts[state]}</button>'
    yield '</div></div></header><div class="top"><div class="inner">'
    yield '<form class="filters" id="filters" role="search">'
    yield '<label>Поиск <input type="search" id="q" autocomplete="off"></label>'
    yield _select("state", "Состояние", states)
    yield _select("kind", "Вид бумаги", sorted({card.title for card in cards}))
    yield _select("signer", "Подписывает", sorted({s for card in cards for s in card.signers}))
    yield '<label class="tick"><input type="checkbox" id="open"> с открытыми замечаниями</label>'
    yield '<button class="button" type="reset">Сбросить</button>'
    yield '<button class="button" type="button" id="print">Печать</button>'
    yield '<button class="button" type="button" id="keys">Клавиши (?)</button></form>'
    yield '<p class="shown"><span id="shown" role="status" aria-live="polite"></span>'
    yield f" Открытых замечаний: {remarks}. {_e(made)}</p></div></div>"


def _select(key: str, label: str, values: Iterable[str]) -> str:
    options = "".join(f'<option value="{_e(value)}">{_e(value)}</option>' for value in values)
    return (
        f'<label>{_e(label)} <select id="{key}"><option value="">все</option>{options}</select>'
        "</label>"
    )


def _help() -> Iterator[str]:
    yield '<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Клавиши</h2><dl>'
    for key, words in _KEYS:
        yield f"<dt><kbd>{_e(key)}</kbd></dt><dd>{_e(words)}</dd>"
    yield '</dl><form method="dialog"><button class="button">Закрыть</button></form></dialog>'


# --- one paper -----------------------------------------------------------------------------------


def _paper(card: PaperCard, number: int, token: str) -> Iterator[str]:
    key = f"p{number}"
    signers = json.dumps(card.signers, ensure_ascii=False)
    yield (
        f'<li class="paper" id="{key}" data-paper="{_e(card.document_id)}"'
        f' data-state="{_e(card.state)}" data-kind="{_e(card.title)}"'
        f' data-signers="{_e(signers)}" data-open="{card.open_remarks}">'
        f'<article aria-labelledby="{key}-t"><div class="head"><h2 id="{key}-t">'
        f'<button type="button" aria-expanded="false" aria-controls="{key}-b">{_e(card.name)}'
        f'</button></h2><span class="state {colour_of(card.state)}">{_e(card.state)}</span></div>'
    )
    facts = [card.title, card.place, f"версия {card.version}" if card.version else ""]
    facts += [f"замечаний: {card.open_remarks}" if card.open_remarks else ""]
    facts += [f"подписывает: {', '.join(card.signers)}" if card.signers else ""]
    yield f'<p class="meta">{_e(" · ".join(filter(None, facts)))}</p>'
    yield f'<p class="next">{_e(next_words(card.to_do))}</p><div class="body" id="{key}-b">'
    yield from _came_back(card)
    yield from _findings(card)
    yield from _edits(card)
    yield from _history(card)
    yield '<section><h3>Страницы</h3><div class="look"></div></section>'
    if token and card.decidable:
        yield from _decision(key)
    yield "</div></article></li>"


def _came_back(card: PaperCard) -> Iterator[str]:
    yield "<section><h3>Замечания</h3>"
    if not card.came_back:
        yield "<p>Ничего не возвращалось.</p>"
    for came in card.came_back:
        yield from _returned(came)
    yield "</section>"


def _returned(came: CameBack) -> Iterator[str]:
    facts = ", ".join(filter(None, (came.title, came.when, came.note)))
    yield f"<p><strong>{_e(facts)}</strong>{'' if came.remarks else ' — без замечаний'}</p>"
    for remark in came.remarks:
        yield from _remark(remark)


def _remark(remark: Remark) -> Iterator[str]:
    when = f"{remark.when:%d.%m.%Y %H:%M}" if remark.when else ""
    done = "решено" if remark.resolved else ""
    by = ", ".join(filter(None, (str(remark.sort), remark.place, remark.author, when, done)))
    yield f'<div class="remark{" done" if remark.resolved else ""}"><p class="by">{_e(by)}</p>'
    if remark.sort in (Sort.COMMENT, Sort.FORMATTING, Sort.MOVE):
        yield f"<blockquote>{_e(remark.quoted)}</blockquote>" if remark.quoted else ""
        yield f"<p>{_e(remark.text)}</p>" if remark.text != remark.quoted else ""
    else:
        yield f"<p>{_was_and_now(remark.quoted, remark.text)}</p>"
    for reply in remark.replies:
        yield f'<p><span class="by">{_e(reply.author or "ответ")}:</span> {_e(reply.text)}</p>'
    yield "</div>"


def _was_and_now(was: str, now: str) -> str:
    return " ".join(
        filter(
            None, (f"<del>{_e(was)}</del>" if was else "", f"<ins>{_e(now)}</ins>" if now else "")
        )
    )


def _findings(card: PaperCard) -> Iterator[str]:
    if not card.findings:
        return
    yield "<section><h3>Проверка</h3><ul>"
    for found in card.findings:
        place = f" ({found.origin.label})" if found.origin.label else ""
        value = f": «{found.value}»" if found.value else ""
        hint = f" — {found.hint}" if found.hint else ""
        yield f"<li><strong>{_e(found.severity)}</strong>{_e(place)}: "
        yield f"{_e(found.message + value + hint)}</li>"
    yield "</ul></section>"


def _edits(card: PaperCard) -> Iterator[str]:
    if not card.former:
        return
    yield f"<section><h3>Изменилось после версии {card.former}</h3>"
    if not card.edits:
        yield "<p>Текст тот же.</p></section>"
        return
    yield '<table class="edits"><thead><tr><th scope="col">Где</th><th scope="col">Что</th></tr>'
    yield "</thead><tbody>"
    for edit in card.edits:
        yield f"<tr><td>{_e(edit.place)}</td><td>{_was_and_now(edit.was, edit.now)}</td></tr>"
    yield "</tbody></table></section>"


def _history(card: PaperCard) -> Iterator[str]:
    if not card.history:
        return
    yield "<section><h3>История</h3><ul>"
    for step in card.history:
        head = ", ".join(filter(None, (step.when, step.who)))
        yield f"<li>{_e(f'{head}: {step.words}')}</li>"
    yield "</ul></section>"


def _decision(key: str) -> Iterator[str]:
    yield '<form class="decide" aria-label="Решение">'
    yield f'<label for="{key}-r">Замечание<textarea id="{key}-r" name="remark" maxlength="4000">'
    yield f'</textarea></label><label class="tick" for="{key}-s"><input type="checkbox"'
    yield f' id="{key}-s" name="resolved"> прежние замечания сняты</label>'
    yield '<button class="button yes" value="approve">Согласовать</button>'
    yield '<button class="button no" value="return">Вернуть с замечанием</button>'
    yield '<p class="answer" role="status" aria-live="polite"></p></form>'


def _stored(card: PaperCard, number: int) -> str:
    """The pages of a paper, unpacked by the script when the paper is opened."""
    text = [list(map(list, b.rows)) if b.rows else b.text for b in card.text]
    pictures = [base64.b64encode(picture).decode("ascii") for picture in card.pictures]
    return _json_block(f"x-p{number}", {"pictures": pictures, "text": [] if pictures else text})


# --- escaping ------------------------------------------------------------------------------------


def _e(text: object) -> str:
    """A text as it may stand in HTML, in an attribute too; what is no character is replaced."""
    plain = str(text).encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    return escape(plain, quote=True)


def _json_block(key: str, value: object) -> str:
    """Values for the script: with every «<» written otherwise no text can end the block."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    safe = text.encode("utf-8", "replace").decode("utf-8")
    for letter in "<>&\u2028\u2029":
        safe = safe.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/json" id="{key}">{safe}</script>\n'


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
