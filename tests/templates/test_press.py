"""The press: what its markup means, and that the shipped templates are what it makes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from templates_docx.press import SOURCES, TEMPLATES, press
from templates_docx.press.markup import (
    MarkupError,
    Paragraph,
    Sheet,
    Style,
    Table,
    expand,
    read_sheet,
    read_source,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
IDS = sorted(source.stem for source in SOURCES.glob("*.txt"))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part(kind: str, name: str) -> etree._Element:
    return etree.fromstring(parts((TEMPLATES / f"{kind}.docx").read_bytes())[name])


def text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def attribute(element: etree._Element | None, name: str) -> str:
    assert element is not None
    return element.get(f"{W}{name}", "")


def test_every_source_has_its_template_and_the_other_way_round() -> None:
    assert sorted(p.stem for p in TEMPLATES.glob("*.docx")) == IDS


@pytest.mark.parametrize("kind", IDS)
def test_a_template_is_what_the_press_makes_of_its_source(kind: str) -> None:
    # Unpacked: another build of zlib packs the same parts into other bytes.
    source = (SOURCES / f"{kind}.txt").read_text(encoding="utf-8")
    shipped = (TEMPLATES / f"{kind}.docx").read_bytes()
    assert list(parts(shipped).items()) == list(parts(press(source)).items())


def test_the_same_source_gives_the_same_bytes() -> None:
    source = (SOURCES / "network-agreement.txt").read_text(encoding="utf-8")
    assert press(source) == press(source)


# --- markup -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "style", "words"),
    [
        ("!! ДОГОВОР", Style.TITLE, "ДОГОВОР"),
        ("! Ресурсы", Style.ANNEX_TITLE, "Ресурсы"),
        ("# Предмет", Style.SECTION, "Предмет"),
        ("## Стороны согласны.", Style.CLAUSE, "Стороны согласны."),
        ("### Ещё", Style.SUBCLAUSE, "Ещё"),
        ("- раз;", Style.DASH, "раз;"),
        ("> без отступа", Style.PLAIN, "без отступа"),
        (">> Подписи", Style.PLAIN_KEPT, "Подписи"),
        ("~ Приложение", Style.ANNEX_MARK, "Приложение"),
        ("обычный\nтекст", Style.BODY, "обычный текст"),
        ("+ Утвердить план.", Style.ITEM, "Утвердить план."),
        ("++ до 1 мая.", Style.SUBITEM, "до 1 мая."),
        ("^ Управление", Style.ISSUER, "Управление"),
        ("^^ О плане", Style.TEXT_TITLE, "О плане"),
        ("• качество;", Style.BULLET, "качество;"),
        ("{%p if оплата %}", Style.TAG, "{%p if оплата %}"),
        ("№ 5 — это число", Style.BODY, "№\u00a05\u00a0— это число"),
        (
            "акт от {{ дата }} № {{ номер }}",
            Style.BODY,
            "акт от\u00a0{{ дата }} №\u00a0{{ номер }}",
        ),
    ],
)
def test_a_mark_gives_a_paragraph_its_style(source: str, style: Style, words: str) -> None:
    (paragraph,) = read_source(source)
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.style, paragraph.text) == (style, words)


def test_remarks_and_blank_lines_leave_nothing() -> None:
    assert read_source("// NET-05\n\n\n") == ()


def test_only_the_first_line_of_an_annex_mark_begins_a_page() -> None:
    blocks = read_source("текст\n\n~ Приложение № 1\n\n~ к договору\n\n! Ресурсы")
    assert [b.new_page for b in blocks if isinstance(b, Paragraph)] == [False, True, False, False]


def test_a_table_keeps_its_columns_rows_and_loops() -> None:
    source = """
@таблица 10ц 90
@шапка
| №
| Имя
{%tr for человек in люди %}
@строка
| {{ человек.номер }}
| {{ человек.имя }}
{%p if человек.пост %}
{{ человек.пост }}
{%p endif %}
{%tr endfor %}
@конец
"""
    (table,) = read_source(source)
    assert isinstance(table, Table)
    assert table.widths == (10, 90)
    assert [row.header for row in table.rows] == [True, False, False, False]
    assert [len(row.cells) for row in table.rows] == [2, 1, 2, 1]
    assert [p.style for p in table.rows[2].cells[1]] == [
        Style.CELL, Style.TAG, Style.CELL, Style.TAG,
    ]  # fmt: skip


def test_lists_of_a_cell_have_styles_of_their_own() -> None:
    source = "@таблица 100\n@строка\n| Итоги:\n• охват;\n•1 1. договоры;\n@конец"
    (table,) = read_source(source)
    assert isinstance(table, Table)
    assert [(p.style, p.text) for p in table.rows[0].cells[0]] == [
        (Style.CELL, "Итоги:"), (Style.CELL_BULLET, "охват;"), (Style.CELL_POINT, "1. договоры;"),
    ]  # fmt: skip


def test_a_block_stands_in_for_its_line() -> None:
    blocks = {"подпись": "| {{ <>.пост }}\n@вставить имя <>\n", "имя": "{{ <>.имя }}\n"}
    assert expand("@вставить подпись левая", blocks) == "| {{ левая.пост }}\n{{ левая.имя }}"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("текст\n\n@таблица 50 40\n@конец", 3),
        ("@таблица 50 50\n@строка\n| а\n| б\n| в\n@конец", 2),
        ("@таблица 100\nтекст\n@конец", 2),
        ("@таблица 100\n@строка\n| а", 1),
        ("\n@конец", 2),
        ("##", 1),
        ("@вставить нет такого", 1),
        ("{%p if оплата %} и ещё слова", 1),
    ],
)
def test_a_source_that_cannot_be_read_names_its_line(
    source: str, line: int, tmp_path: Path
) -> None:
    with pytest.raises(MarkupError, match=rf"^line {line}:"):
        press(source, tmp_path)


# --- what Word is given -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", IDS)
def test_a_template_is_an_a4_sheet_in_russian(kind: str) -> None:
    size = part(kind, "word/document.xml").find(f".//{W}pgSz")
    upright = ("11906", "16838")
    lying = read_sheet((SOURCES / f"{kind}.txt").read_text(encoding="utf-8")).on_its_side
    expected = upright[::-1] if lying else upright
    assert (attribute(size, "w"), attribute(size, "h")) == expected
    styles = part(kind, "word/styles.xml")
    languages = {attribute(e, "val") for e in styles.iter(f"{W}lang")}
    assert languages == {"ru-RU"}
    assert attribute(styles.find(f".//{W}rFonts"), "ascii") == "Times New Roman"


@pytest.mark.parametrize("kind", IDS)
def test_every_style_and_list_that_is_used_is_there(kind: str) -> None:
    document, styles = part(kind, "word/document.xml"), part(kind, "word/styles.xml")
    used = {attribute(e, "val") for e in document.iter(f"{W}pStyle")}
    assert used <= {attribute(e, "styleId") for e in styles.iter(f"{W}style")}
    lists = {attribute(e, "numId") for e in part(kind, "word/numbering.xml").iter(f"{W}num")}
    assert {attribute(e, "val") for e in styles.iter(f"{W}numId")} <= lists


@pytest.mark.parametrize("kind", IDS)
def test_no_row_may_tear_over_a_page(kind: str) -> None:
    for row in part(kind, "word/document.xml").iter(f"{W}tr"):
        assert row.find(f"{W}trPr/{W}cantSplit") is not None, text(row)


@pytest.mark.parametrize("kind", IDS)
def test_a_table_with_borders_repeats_its_heading_row(kind: str) -> None:
    for table in part(kind, "word/document.xml").iter(f"{W}tbl"):
        top = table.find(f"{W}tblPr/{W}tblBorders/{W}top")
        bordered = attribute(top, "val") == "single"
        heads = [r.find(f"{W}trPr/{W}tblHeader") is not None for r in table.iter(f"{W}tr")]
        assert heads[0] is bordered
        assert not any(heads[1:])


@pytest.mark.parametrize("kind", IDS)
def test_requisites_that_a_signature_follows_are_kept_with_it(kind: str) -> None:
    document = part(kind, "word/document.xml")
    kept = {
        attribute(style, "styleId")
        for style in part(kind, "word/styles.xml").iter(f"{W}style")
        if style.find(f"{W}pPr/{W}keepNext") is not None
    }
    for row in document.iter(f"{W}tr"):
        following = row.getnext()
        if following is None or ".подпись }}" not in text(following):
            continue
        for paragraph in row.iter(f"{W}p"):
            style = attribute(paragraph.find(f"{W}pPr/{W}pStyle"), "val")
            if style not in ("TemplateTag", "TableHead"):
                own = paragraph.find(f"{W}pPr/{W}keepNext") is not None
                assert own or style in kept, text(row)


@pytest.mark.parametrize("kind", IDS)
def test_what_is_typed_needs_no_empty_paragraphs_or_double_spaces(kind: str) -> None:
    for paragraph in part(kind, "word/document.xml").iter(f"{W}p"):
        words = text(paragraph)
        assert "  " not in words, words
        assert words == words.strip(), words
        if not words:
            style = attribute(paragraph.find(f"{W}pPr/{W}pStyle"), "val")
            assert style in (
                "TableText",
                "PartyBlock",
                "Approval",
                "Official",
                "EndOfPaper",
                "BetweenTables",
            ), style


@pytest.mark.parametrize("kind", IDS)
def test_tags_lie_whole_in_one_run_and_hold_no_quotes(kind: str) -> None:
    tag = re.compile(r"\{[{%].*?[%}]\}")
    for run in part(kind, "word/document.xml").iter(f"{W}r"):
        words = text(run)
        assert not re.search(r"\{[{%]|[%}]\}", tag.sub("", words)), words
        for found in tag.findall(words):
            assert not set("«»„“”'\"") & set(found), found


@pytest.mark.parametrize("kind", IDS)
def test_word_opens_a_template(kind: str) -> None:
    import docx

    document = docx.Document(str(TEMPLATES / f"{kind}.docx"))
    assert document.paragraphs
    assert document.core_properties.language == "ru-RU"


# --- the sheet ------------------------------------------------------------------------------------


def pressed(source: str, name: str) -> etree._Element:
    return etree.fromstring(parts(press(source))[name])


@pytest.mark.parametrize(
    ("line", "sheet"),
    [
        ("@лист 14 подшить", Sheet(14.0, bound=True)),
        ("@лист альбомный", Sheet(on_its_side=True)),
        ("обычный абзац", Sheet()),
    ],
)
def test_a_source_says_what_its_sheet_is_like(line: str, sheet: Sheet) -> None:
    assert read_sheet(f"// приказ\n{line}\n\nтекст") == sheet


@pytest.mark.parametrize("line", ["@лист 12 14", "@лист боком"])
def test_a_sheet_of_an_unknown_kind_is_refused(line: str) -> None:
    with pytest.raises(MarkupError, match="line 1"):
        press(line)


def test_a_bound_sheet_has_its_wide_margin_and_its_size_of_text() -> None:
    source = "@лист 14 подшить\n\nтекст"
    margins = pressed(source, "word/document.xml").find(f".//{W}pgMar")
    assert attribute(margins, "left") == str(round(30 * 1440 / 25.4))
    size = pressed(source, "word/styles.xml").find(f"{W}docDefaults//{W}sz")
    assert attribute(size, "val") == "28"


def test_a_sheet_on_its_side_is_bound_on_top() -> None:
    section = pressed("@лист альбомный подшить\n\nтекст", "word/document.xml").find(f".//{W}sectPr")
    assert section is not None
    page, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert attribute(page, "orient") == "landscape"
    assert int(attribute(page, "w")) > int(attribute(page, "h"))
    assert attribute(margins, "top") == str(round(30 * 1440 / 25.4))


def test_styles_of_orders_stand_in_orders_only() -> None:
    for source, expected in (("+ Утвердить.", True), ("## Стороны.", False)):
        styles = pressed(source, "word/styles.xml")
        names = {attribute(style, "styleId") for style in styles.iter(f"{W}style")}
        assert ("OrderItem" in names) is expected
        lists = len(pressed(source, "word/numbering.xml").findall(f"{W}num"))
        assert lists == 2 + expected
