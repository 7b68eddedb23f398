"""The page: one file, nothing outside it, every word escaped, usable with the keyboard alone."""

from __future__ import annotations

import hashlib
import html.parser
import json
import re
from base64 import b64encode
from collections.abc import Iterator

import pytest

from docgen.review.page import MARK, build_page
from tests.desk import Desk
from tests.review.browser import Page, browser
from tests.review.cards import NASTY, STATES, card, white_page

MANY = 300


class Reader(html.parser.HTMLParser):
    """What a parser of HTML finds: tags, attributes, texts of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.scripts: list[tuple[str, str]] = []
        self.styles: list[str] = []
        self._inside = ""
        self._type = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._inside, self._type = tag, dict(attrs).get("type") or ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append((self._type, data))
        elif self._inside == "style":
            self.styles.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def test_a_nasty_name_stays_a_name_wherever_it_stands() -> None:
    plain, nasty = read(build_page([card(0)], "")), read(build_page([card(0, nasty=True)], NASTY))
    assert nasty.tags == plain.tags  # not a tag more
    assert {name for name, _ in nasty.attributes} == {name for name, _ in plain.attributes}
    assert not any(name.startswith("on") for name, _ in nasty.attributes)
    stored = next(json.loads(text) for kind, text in nasty.scripts if kind == "application/json")
    assert stored["text"][0] == f"{NASTY} 0"


def test_a_name_that_is_no_text_does_not_break_the_page() -> None:
    from dataclasses import replace

    odd = replace(card(1), name="а\udcff\x00б\u2028", place="\ud800")
    assert build_page([odd], "").encode("utf-8")


def test_only_the_pages_own_style_and_script_may_run() -> None:
    text = build_page([card(0)], "")
    reader = read(text)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    rules = policy[1].replace("&#x27;", "'")
    assert "default-src 'none'" in rules and "unsafe" not in rules and "connect-src" not in rules
    running = [body for kind, body in reader.scripts if not kind]
    assert len(running) == 1
    for body in (*running, *reader.styles):
        digest = b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules
    outside = [v for n, v in reader.attributes if n in ("src", "href") and not v.startswith("#")]
    assert outside == []
    assert not re.search(r"url\(|@import|https?://", "".join(reader.styles))


def test_the_command_lays_the_page_and_replaces_only_a_page_of_its_own(desk: Desk) -> None:
    desk.docgen("agreements", "inputs/partners.xlsx", "--only", "Д-01")
    said = desk.docgen("review", "--page", "бумаги.html")
    assert said.code == 0, said.text
    assert "бумаг на ней: 3" in said.out
    text = (desk.folder / "бумаги.html").read_text("utf-8")
    assert MARK in text and "Договор о сетевой форме" in text and "М.П. Железняк" in text
    assert (desk.folder / "бумаги.html").stat().st_mode & 0o077 == 0
    assert desk.docgen("review", "--page", "бумаги.html").code == 0
    own = desk.folder / "своя.html"
    own.write_text("<html>моя</html>", "utf-8")
    said = desk.docgen("review", "--page", "своя.html")
    assert said.code == 2 and "не страница docgen" in said.err
    assert own.read_text("utf-8") == "<html>моя</html>"


def test_a_page_of_no_papers(desk: Desk) -> None:
    said = desk.docgen("review", "--page", "пусто.html")
    assert said.code == 0 and "бумаг на ней: 0" in said.out
    assert not desk.out.exists()


# --- in a real browser -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A browser with the page of 300 papers, every tenth with a nasty name."""
    folder = tmp_path_factory.mktemp("page")
    cards = [
        card(n, nasty=n % 10 == 4, pictures=(white_page(),) * 3 if n % 2 else ())
        for n in range(MANY)
    ]
    (folder / "бумаги.html").write_text(build_page(cards, "Сделано сегодня."), "utf-8")
    with browser(folder / "profile") as opened:
        opened.open((folder / "бумаги.html").as_uri())
        yield opened
        assert opened.complaints() == []


@pytest.fixture
def fresh(page: Page) -> Page:
    """The page as it is when it has just been opened."""
    page.reload()
    return page


SHOWN = "document.querySelectorAll('.paper:not([hidden])').length"
FOCUSED = "document.activeElement.textContent"


def test_the_page_asks_for_nothing_but_itself_and_runs_nothing_foreign(fresh: Page) -> None:
    assert all(url.startswith("file:") and url.endswith(".html") for url in fresh.requests())
    assert fresh.ask("window.hacked") is None
    assert fresh.ask(SHOWN) == MANY
    # Nothing is decoded before a paper is opened.
    assert fresh.ask("document.images.length") == 0
    assert fresh.ask("getComputedStyle(document.querySelector('.paper')).contentVisibility") == (
        "auto"
    )


def test_all_of_it_can_be_used_with_the_keyboard(fresh: Page) -> None:
    fresh.press("j")
    fresh.press("j")
    assert fresh.ask(FOCUSED).startswith("Д-001")
    fresh.press("k")
    assert fresh.ask(FOCUSED).startswith("Д-000")
    fresh.press("о")  # the same key with the Russian layout on
    fresh.press("Enter")
    opened = "document.querySelector('.paper.open')"
    assert fresh.ask(f"{opened}.id") == "p2"
    assert fresh.ask(f"{opened}.querySelector('h2 button').getAttribute('aria-expanded')") == "true"
    assert fresh.ask(f"{opened}.querySelectorAll('img').length") == 3
    assert fresh.ask(f"{opened}.querySelector('img').alt").startswith("Страница 1 из 3: Д-001")
    fresh.wait(f"{opened}.querySelector('img').naturalWidth === 60")
    fresh.press("Escape")
    assert fresh.ask(opened) is None
    fresh.press("/")
    assert fresh.ask("document.activeElement.id") == "q"
    fresh.type("д-017")
    assert fresh.ask(SHOWN) == 1
    fresh.press("Escape")
    fresh.press("j")
    assert fresh.ask(FOCUSED).startswith("Д-017")
    fresh.press("?")
    assert fresh.ask("document.getElementById('help').open") is True
    fresh.press("Escape")
    assert fresh.ask("document.getElementById('help').open") is False


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("state", STATES[0], MANY // 6),
        ("kind", "Приказ", MANY // 2),
        ("signer", "Э.Г. Штраус", MANY // 3),
        ("signer", NASTY, MANY // 30),
    ],
)
def test_filters_show_what_was_asked_for(
    fresh: Page, field: str, value: str, expected: int
) -> None:
    chosen = f"{field}.value = {json.dumps(value)}"
    fresh.ask(f"{chosen}; {field}.dispatchEvent(new Event('input')); null")
    assert fresh.ask(SHOWN) == expected
    assert f"{expected} из {MANY}" in fresh.ask("document.getElementById('shown').textContent")
    fresh.ask("document.getElementById('filters').reset(); null")
    fresh.wait(f"{SHOWN} === {MANY}")


def test_search_and_open_remarks(fresh: Page) -> None:
    fresh.ask("q.value = 'штраус ДОГОВОР'; q.dispatchEvent(new Event('input')); null")
    assert 0 < fresh.ask(SHOWN) < MANY
    fresh.ask("q.value = 'такого нет'; q.dispatchEvent(new Event('input')); null")
    assert fresh.ask("document.getElementById('none').hidden") is False
    fresh.ask("q.value = ''; document.getElementById('open').click(); null")
    assert fresh.ask(SHOWN) == MANY // 6


def test_a_paper_without_pictures_shows_its_text(fresh: Page) -> None:
    fresh.ask("document.querySelector('#p5 h2 button').click(); null")  # a nasty one
    assert NASTY in fresh.ask("document.querySelector('#p5 .text').textContent")
    cells = "document.querySelector('#p5 .text table').textContent"
    assert "уникальное" in fresh.ask(cells)
    assert fresh.ask("window.hacked") is None


def test_printed_it_shows_every_remark_and_no_button(fresh: Page) -> None:
    fresh.call("Emulation.setEmulatedMedia", media="print")
    try:
        seen = "getComputedStyle(document.querySelector('{0}')).display"
        assert fresh.ask(seen.format("#p1 .body")) == "block"
        assert fresh.ask(seen.format(".filters")) == "none"
        pdf = fresh.call("Page.printToPDF", printBackground=True)["data"]
        assert pdf.startswith("JVBERi")  # %PDF-
    finally:
        fresh.call("Emulation.setEmulatedMedia", media="")


def test_names_roles_and_contrast_that_a_reader_of_the_screen_needs(fresh: Page) -> None:
    tree = fresh.call("Accessibility.getFullAXTree")["nodes"]

    def named(role: str) -> list[str]:
        nodes = [n for n in tree if n.get("role", {}).get("value") == role and not n["ignored"]]
        return [n.get("name", {}).get("value", "") for n in nodes]

    for role in ("button", "searchbox", "combobox", "checkbox"):
        assert named(role) and all(named(role)), role
    assert "Поиск" in named("searchbox")[0]
    # Chromium tells a reader of what is far below only when it comes near.
    assert named("article")[0] == "Д-000 Договор – Школа"
    assert {"banner", "main", "search", "status"} <= {n.get("role", {}).get("value") for n in tree}
    # Contrast of every text that is seen, by the formula of WCAG; 4.5 is asked for.
    poor = fresh.ask(CONTRAST)
    assert poor == []


CONTRAST = """
(() => {
  for (const p of ['p1', 'p2', 'p5']) document.querySelector(`#${p} h2 button`).click();
  const light = (rgb) => { const v = rgb.match(/[\\d.]+/g).slice(0, 3).map((c) => {
    c /= 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; });
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
  const ground = (e) => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor;
    if (c !== 'rgba(0, 0, 0, 0)') return c; } return 'rgb(255,255,255)'; };
  const poor = [];
  for (const e of document.querySelectorAll('header *, .top *, #p1 *, #p2 *, #p5 *')) {
    const own = Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility()) continue;
    const a = light(getComputedStyle(e).color), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push([e.tagName, e.className, ratio]);
  }
  return poor;
})()
"""
