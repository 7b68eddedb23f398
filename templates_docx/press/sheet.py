"""From blocks to a ``.docx``: Word's own styles, numbering and tables, and nothing else.

The parts are written out rather than built with python-docx: its default document brings
US Letter, English text, a theme and a hundred latent styles (norms: A4, ru-RU), and a template
that a clerk edits should hold only the styles that she meets. Margins, page numbers and the
mark «ПРОЕКТ» are the layout profile's, put in when a template is compiled; what stands here
is a sane default for looking at the template itself.

Lengths are twips (1/20 pt) unless said otherwise; font sizes are half-points.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

from docgen.norms.layout import load_layout
from docgen.opc.writing import write_package
from templates_docx.press.markup import Block, Paragraph, Row, Sheet, Style, Table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PROFILE = load_layout()


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


_PAGE_WIDTH, _PAGE_HEIGHT = _twips(_PROFILE.page_width_mm), _twips(_PROFILE.page_height_mm)
_SIDES = ("top", "right", "bottom", "left")
_INDENT = _twips(_PROFILE.first_line_indent_mm)
_TABLE_SIZE = round(_PROFILE.table_pt * 2)
_TAG_SIZE = 16
_LINE = round(_PROFILE.line_spacing * 240)  # 240 is a single line
_CELL_MARGIN = 85
_COLUMN_GAP = 284
_LINE_GAP = 20  # between the text of a cell and the line above or below it
_TABLE_DISTANCE = 120
_SIGNING_HEIGHT = 794  # 1.4 cm
_TITLE_GAP = 360
_HANGING = 284  # of a list in a cell: 5 mm
_BEFORE_SIGNATURE = 720  # three intervals between the text and the signature
_FOOT_WIDTH = 8505  # 15 cm, within the margins of any sheet
# A frame, since a title page of any length must end with the place and the year. It stands in the
# paragraph itself: LibreOffice leaves out the frame of a style.
_FOOT_FRAME = (
    f'<w:framePr w:w="{_FOOT_WIDTH}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin"'
    ' w:xAlign="center" w:yAlign="bottom"/>'
)
_TITLE_MARGIN = 4536  # 8 cm: a title stands in lines of some 30 characters, at the left


@dataclass(frozen=True)
class _StyleSheet:
    """One paragraph style. ``name`` is what Word shows (its own styles keep English names in
    the file and are shown translated); ``paragraph`` and ``run`` are the properties' XML."""

    style_id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    next_style: str = ""


_NO_INDENT = '<w:ind w:firstLine="0"/>'
_SIZE_TABLE = f'<w:sz w:val="{_TABLE_SIZE}"/><w:szCs w:val="{_TABLE_SIZE}"/>'
_BOLD = "<w:b/><w:bCs/>"


def _numbered(level: int, numbering: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'


# A poster is read from two metres: letters of its text are some 5 mm high, 1/400 of the distance.
_POSTER_PT, _POSTER_LABEL_PT = 25.0, 18.0
_POSTER_TITLE_PT, _POSTER_LONG_TITLE_PT = 52.0, 36.0
_POSTER_COLOUR = "1F3864"


def _large(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _poster(before: int, after: int) -> str:
    return (
        "<w:keepLines/><w:suppressAutoHyphens/>"
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'
        f'{_NO_INDENT}<w:jc w:val="center"/>'
    )


# The order of elements inside pPr and rPr is the schema's: Word calls other orders damaged.
_STYLES: dict[Style, _StyleSheet] = {
    Style.TITLE: _StyleSheet(
        "Title",
        "Title",
        f'<w:keepNext/><w:keepLines/><w:spacing w:after="240"/>{_NO_INDENT}'
        '<w:contextualSpacing/><w:jc w:val="center"/>',
        _BOLD,
        next_style="BodyText",
    ),
    Style.ANNEX_TITLE: _StyleSheet(
        "AnnexTitle",
        "Заголовок приложения",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="160"/>'
        f'{_NO_INDENT}<w:contextualSpacing/><w:jc w:val="center"/>',
        _BOLD,
        next_style="BodyText",
    ),
    Style.SECTION: _StyleSheet(
        "Heading1",
        "heading 1",
        f'<w:keepNext/><w:keepLines/>{_numbered(0)}<w:spacing w:before="240" w:after="120"/>'
        '<w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
        _BOLD,
        next_style="Clause",
    ),
    Style.CLAUSE: _StyleSheet("Clause", "Пункт", _numbered(1)),
    # A long one may be parted: two lines of it are with the signature then.
    Style.CLAUSE_KEPT: _StyleSheet(
        "ClauseKept", "Пункт, вместе с подписью", "<w:keepNext/>", based_on="Clause"
    ),
    Style.SUBCLAUSE: _StyleSheet("Subclause", "Подпункт", _numbered(2)),
    Style.ITEM: _StyleSheet("OrderItem", "Пункт приказа", _numbered(0, 3)),
    Style.SUBITEM: _StyleSheet("OrderSubitem", "Подпункт приказа", _numbered(1, 3)),
    Style.ITEM_KEPT: _StyleSheet(
        "OrderItemKept",
        "Пункт приказа, вместе с подписью",
        "<w:keepNext/><w:keepLines/>",
        based_on="OrderItem",
    ),
    Style.OFFICIAL: _StyleSheet(
        "Official",
        "Подпись должностного лица",
        f'<w:keepLines/><w:suppressAutoHyphens/><w:spacing w:before="{_BEFORE_SIGNATURE}"/>'
        f'{_NO_INDENT}<w:jc w:val="left"/>',
    ),
    Style.ISSUER: _StyleSheet(
        "Issuer",
        "Наименование автора документа",
        "<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>"
        f'<w:spacing w:after="240"/>{_NO_INDENT}<w:contextualSpacing/><w:jc w:val="center"/>',
        _BOLD,
    ),
    Style.TEXT_TITLE: _StyleSheet(
        "TextTitle",
        "Заголовок к тексту",
        "<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>"
        f'<w:spacing w:before="240" w:after="360"/><w:ind w:right="{_TITLE_MARGIN}"'
        ' w:firstLine="0"/><w:jc w:val="left"/>',
        _BOLD,
        next_style="BodyText",
    ),
    Style.POSTER: _StyleSheet("PosterText", "Плакат: текст", _poster(0, 0), _large(_POSTER_PT)),
    Style.POSTER_LABEL: _StyleSheet(
        "PosterLabel",
        "Плакат: вопрос",
        f"<w:keepNext/>{_poster(300, 20)}",
        f'{_BOLD}<w:color w:val="{_POSTER_COLOUR}"/>{_large(_POSTER_LABEL_PT)}',
        next_style="PosterText",
    ),
    Style.POSTER_TITLE: _StyleSheet(
        "PosterTitle",
        "Плакат: заголовок",
        _poster(120, 120),
        f'{_BOLD}<w:color w:val="{_POSTER_COLOUR}"/>{_large(_POSTER_TITLE_PT)}',
        next_style="PosterText",
    ),
    Style.POSTER_LONG_TITLE: _StyleSheet(
        "PosterLongTitle",
        "Плакат: длинный заголовок",
        _poster(120, 120),
        f'{_BOLD}<w:color w:val="{_POSTER_COLOUR}"/>{_large(_POSTER_LONG_TITLE_PT)}',
        next_style="PosterText",
    ),
    Style.BODY: _StyleSheet("BodyText", "Body Text"),
    Style.BODY_KEPT: _StyleSheet(
        "BodyTextKept", "Основной текст, вместе с подписью", "<w:keepNext/>", based_on="BodyText"
    ),
    Style.DASH: _StyleSheet(
        "Enumeration",
        "Перечисление",
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
    ),
    Style.BULLET: _StyleSheet(
        "Bullet", "Перечень с точками", f'{_numbered(0, 4)}<w:jc w:val="left"/>'
    ),
    Style.CELL_BULLET: _StyleSheet(
        "TableBullet",
        "Перечень в таблице",
        f'{_numbered(1, 4)}<w:jc w:val="left"/>',
        _SIZE_TABLE,
    ),
    Style.CELL_POINT: _StyleSheet(
        "TablePoint",
        "Пункт в таблице",
        f'<w:ind w:left="{_HANGING}" w:hanging="{_HANGING}"/><w:jc w:val="left"/>',
        _SIZE_TABLE,
    ),
    Style.APPROVAL: _StyleSheet(
        "Approval",
        "Гриф",
        "<w:keepLines/><w:suppressAutoHyphens/>"
        f'<w:spacing w:after="40"/>{_NO_INDENT}<w:jc w:val="left"/>',
    ),
    Style.APPROVAL_SIGNATURE: _StyleSheet(
        "ApprovalSignature",
        "Гриф, подпись",
        f'<w:keepLines/><w:spacing w:before="200" w:after="60"/>{_NO_INDENT}<w:jc w:val="left"/>',
    ),
    Style.PLAIN: _StyleSheet("Plain", "Без отступа", _NO_INDENT),
    Style.PLAIN_KEPT: _StyleSheet(
        "PlainKept",
        "Без отступа, вместе со следующим",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="40"/>{_NO_INDENT}',
    ),
    Style.ANNEX_MARK: _StyleSheet(
        "AnnexMark",
        "Отметка о приложении",
        "<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>"
        '<w:ind w:left="4820" w:firstLine="0"/><w:jc w:val="left"/>',
        _SIZE_TABLE,
    ),
    Style.TAG: _StyleSheet(
        "TemplateTag",
        "Условие шаблона",
        f'{_NO_INDENT}<w:jc w:val="left"/>',
        f'<w:color w:val="7F7F7F"/><w:sz w:val="{_TAG_SIZE}"/><w:szCs w:val="{_TAG_SIZE}"/>',
    ),
    Style.CELL: _StyleSheet(
        "TableText", "Текст таблицы", f'{_NO_INDENT}<w:jc w:val="left"/>', _SIZE_TABLE
    ),
    Style.HEAD_CELL: _StyleSheet(
        "TableHead",
        "Шапка таблицы",
        f'<w:keepNext/>{_NO_INDENT}<w:jc w:val="center"/>',
        _BOLD + _SIZE_TABLE,
    ),
    Style.SPAN_CELL: _StyleSheet(
        "TableGroup", "Группа строк", f'<w:keepNext/>{_NO_INDENT}<w:jc w:val="left"/>', _SIZE_TABLE
    ),
    Style.PLACE: _StyleSheet(
        "PlaceAndDate",
        "Место и дата",
        f'<w:keepNext/><w:spacing w:after="240"/>{_NO_INDENT}<w:jc w:val="left"/>',
    ),
    Style.FOOT_OF_SHEET: _StyleSheet(
        "FootOfSheet", "Внизу титульного листа", f'{_NO_INDENT}<w:jc w:val="center"/>'
    ),
    Style.SIGNATURE: _StyleSheet(
        "SignatureLine",
        "Строка подписи",
        f'<w:keepLines/><w:spacing w:before="200" w:after="60"/>{_NO_INDENT}<w:jc w:val="left"/>',
        _SIZE_TABLE,
    ),
    Style.BLOCK: _StyleSheet(
        "PartyBlock",
        "Подписи",
        f'<w:keepLines/><w:spacing w:after="40"/>{_NO_INDENT}<w:jc w:val="left"/>',
        _SIZE_TABLE,
    ),
    Style.REQUISITES: _StyleSheet(
        "Requisites",
        "Реквизиты",
        f'<w:keepLines/><w:spacing w:after="20"/>{_NO_INDENT}<w:jc w:val="left"/>',
        _SIZE_TABLE,
    ),
    Style.REQUISITES_KEPT: _StyleSheet(
        "RequisitesKept",
        "Реквизиты, вместе со следующим",
        f'<w:keepNext/><w:keepLines/><w:spacing w:after="20"/>{_NO_INDENT}<w:jc w:val="left"/>',
        _SIZE_TABLE,
    ),
}
_ORDERS = frozenset({Style.ITEM, Style.SUBITEM, Style.ISSUER, Style.TEXT_TITLE})
_BULLETS = frozenset({Style.BULLET, Style.CELL_BULLET})
_GROUPS = (
    _ORDERS,
    _BULLETS,
    frozenset({Style.CELL_POINT}),
    frozenset({Style.APPROVAL, Style.APPROVAL_SIGNATURE}),
    frozenset({Style.POSTER, Style.POSTER_LABEL, Style.POSTER_TITLE, Style.POSTER_LONG_TITLE}),
    frozenset({Style.OFFICIAL}),
    frozenset({Style.ITEM_KEPT}),
    frozenset({Style.CLAUSE_KEPT}),
    frozenset({Style.BODY_KEPT}),
    frozenset({Style.FOOT_OF_SHEET}),
)
"""Styles that stand only in templates which use one of them: a new one leaves the others alone."""
_TEXT = (Style.BODY, Style.CLAUSE, Style.SUBCLAUSE, Style.ITEM, Style.SUBITEM, Style.PLAIN)
_END_OF_PAPER = _StyleSheet(
    "EndOfPaper",
    "Конец документа",
    f'<w:spacing w:line="20" w:lineRule="exact"/>{_NO_INDENT}',
    '<w:vanish/><w:sz w:val="2"/><w:szCs w:val="2"/>',
)

_GAP = _StyleSheet(
    "BetweenTables",
    "Между таблицами",
    f'<w:keepNext/><w:spacing w:line="{_TABLE_DISTANCE * 2}" w:lineRule="exact"/>{_NO_INDENT}',
)


@dataclass(frozen=True)
class _Page:
    """The page of a sheet in twips; margins by side, in the order of ``_SIDES``."""

    width: int
    height: int
    margins: tuple[int, int, int, int]
    on_its_side: bool

    @property
    def text_width(self) -> int:
        return self.width - self.margins[1] - self.margins[3]


def _page(sheet: Sheet) -> _Page:
    left = _PROFILE.margin_left_long_storage_mm if sheet.bound else _PROFILE.margin_left_mm
    upright = (_PROFILE.margin_top_mm, _PROFILE.margin_right_mm, _PROFILE.margin_bottom_mm, left)
    top, right, bottom, binding = (_twips(length) for length in upright)
    if sheet.on_its_side:
        # Turned a quarter clockwise: the edge where sheets are bound is on top.
        return _Page(_PAGE_HEIGHT, _PAGE_WIDTH, (binding, top, right, bottom), True)
    return _Page(_PAGE_WIDTH, _PAGE_HEIGHT, (top, right, bottom, binding), False)


def lay_out(blocks: tuple[Block, ...], sheet: Sheet) -> bytes:
    """The ``.docx`` of the blocks on a sheet: same blocks, same bytes."""
    used = _styles_of(blocks)
    absent = frozenset[Style]().union(*(group for group in _GROUPS if not group & used))
    points = sheet.points or _PROFILE.contract_pt
    document = _document(blocks, _page(sheet))
    gaps = f'"{_GAP.style_id}"' in document
    return write_package(
        {
            "[Content_Types].xml": _CONTENT_TYPES.encode(),
            "_rels/.rels": _PACKAGE_RELATIONS.encode(),
            "docProps/app.xml": _APP.encode(),
            "docProps/core.xml": _CORE.encode(),
            "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS.encode(),
            "word/document.xml": document.encode(),
            "word/fontTable.xml": _FONTS.encode(),
            "word/numbering.xml": _numbering(absent).encode(),
            "word/settings.xml": _SETTINGS.encode(),
            "word/styles.xml": _styles(points, absent, gaps).encode(),
        }
    )


def _styles_of(blocks: tuple[Block, ...]) -> set[Style]:
    found: set[Style] = set()
    for block in blocks:
        if isinstance(block, Table):
            found |= {p.style for row in block.rows for cell in row.cells for p in cell}
        else:
            found.add(block.style)
    return found


# --- the text ---------------------------------------------------------------------------------


def _document(blocks: tuple[Block, ...], page: _Page) -> str:
    body = ""
    # Neighbours are what stays on paper: a condition between a text and a table leaves no line.
    printed = [b for b in blocks if isinstance(b, Table) or b.style is not Style.TAG]
    position = loops = 0
    list_before = False
    for block in blocks:
        if isinstance(block, Paragraph) and block.style is Style.TAG:
            loops += block.text.startswith("{%p for") - block.text.startswith("{%p endfor")
            body += _paragraph(block)
            continue
        before = printed[position - 1] if position else None
        after = printed[position + 1] if position + 1 < len(printed) else None
        position += 1
        if isinstance(block, Table):
            if isinstance(before, Table) or list_before:
                # Word makes one table of two that touch; a member of a list keeps no distance.
                body += f'<w:p><w:pPr><w:pStyle w:val="{_GAP.style_id}"/></w:pPr></w:p>'
            body += _table(block, page.text_width)
        else:
            by_itself = not loops
            body += _paragraph(
                block,
                below_table=by_itself and isinstance(before, Table),
                above_table=by_itself and isinstance(after, Table),
            )
        list_before = bool(loops) and isinstance(block, Paragraph) and block.style in _TEXT
    if printed and isinstance(printed[-1], Table):
        # Word wants a paragraph after a closing table and makes one a line high: at the foot of
        # a full page that is an empty sheet. Ours is hidden and takes no room.
        body += '<w:p><w:pPr><w:pStyle w:val="EndOfPaper"/></w:pPr></w:p>'
    sides = zip(_SIDES, page.margins, strict=True)
    margins = "".join(f' w:{side}="{length}"' for side, length in sides)
    turned = ' w:orient="landscape"' if page.on_its_side else ""
    section = (
        f'<w:sectPr><w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar{margins} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}{section}</w:body></w:document>'


def _paragraph(
    paragraph: Paragraph,
    below_table: bool = False,
    above_table: bool = False,
    kept: bool = False,
) -> str:
    """A table has no margins of its own: its neighbours keep the distance."""
    properties = f'<w:pStyle w:val="{_STYLES[paragraph.style].style_id}"/>'
    # What leads in a list or a table must not stand alone at the foot of a page.
    if kept or (paragraph.text.endswith(":") and paragraph.style in _TEXT):
        properties += "<w:keepNext/>"
    if paragraph.new_page:
        properties += "<w:pageBreakBefore/>"
    if paragraph.style is Style.FOOT_OF_SHEET:
        properties += _FOOT_FRAME
    if paragraph.style is Style.TITLE and below_table:
        # Under грифы or the heading of a form; the style's own distance to the text stays.
        properties += f'<w:spacing w:before="{_TITLE_GAP}" w:after="240"/>'
    if paragraph.style in _TEXT and (below_table or above_table):
        sides = (("before", below_table), ("after", above_table))
        distance = " ".join(f'w:{side}="{_TABLE_DISTANCE}"' for side, needed in sides if needed)
        properties += f"<w:spacing {distance}/>"
    if paragraph.align:
        properties += f'<w:jc w:val="{paragraph.align.value}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{_runs(paragraph.text)}</w:p>"


def _runs(text: str) -> str:
    made = []
    for position, piece in enumerate(text.split("**")):
        bold = f"<w:rPr>{_BOLD}</w:rPr>" if position % 2 else ""
        if piece:
            made.append(f'<w:r>{bold}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(made)


def _table(table: Table, text_width: int) -> str:
    lines = "".join(
        f'<w:{side} w:val="{"single" if table.bordered else "nil"}" w:sz="4" w:space="0"'
        ' w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    above, left, right, below = (
        (_LINE_GAP, _CELL_MARGIN, _CELL_MARGIN, _LINE_GAP)
        if table.bordered
        else (_CELL_MARGIN, 0, _COLUMN_GAP, 0)
    )
    # Widths in per cent: the profile may change the margins, the table fills them all the same.
    properties = (
        f'<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{above}" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>'
        f'<w:bottom w:w="{below}" w:type="dxa"/>'
        f'<w:right w:w="{right}" w:type="dxa"/></w:tblCellMar>'
    )
    grid = "".join(f'<w:gridCol w:w="{text_width * width // 100}"/>' for width in table.widths)
    rows = "".join(_row(row, table) for row in table.rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(row: Row, table: Table) -> str:
    properties = "<w:cantSplit/>"
    if row.to_sign:
        properties += f'<w:trHeight w:val="{_SIGNING_HEIGHT}" w:hRule="atLeast"/>'
    if row.header:
        properties += "<w:tblHeader/>"
    cells = ""
    across = len(row.cells) == 1 < len(table.widths)
    widths = (100,) if across else table.widths
    for place, (paragraphs, width) in enumerate(zip(row.cells, widths, strict=True), start=1):
        # The gap between columns has no place at the edge of the text: a date stands flush there.
        last = place == len(widths) and not table.bordered
        flush = '<w:tcMar><w:right w:w="0" w:type="dxa"/></w:tcMar>' if last else ""
        span = f'<w:gridSpan w:val="{len(table.widths)}"/>' if across else ""
        middle = '<w:vAlign w:val="center"/>' if row.header or row.to_sign else ""
        if row.official:
            middle = '<w:vAlign w:val="bottom"/>'
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width * 50}" w:type="pct"/>{span}{flush}{middle}</w:tcPr>'
            + "".join(_paragraph(paragraph, kept=row.kept) for paragraph in paragraphs)
            + "</w:tc>"
        )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


# --- what Word knows about the text -----------------------------------------------------------


@cache
def _styles(points: float, absent: frozenset[Style], gaps: bool) -> str:
    scripts = ("ascii", "hAnsi", "eastAsia", "cs")
    names = "".join(f' w:{script}="{_PROFILE.font}"' for script in scripts)
    font = f"<w:rFonts{names}/>"
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font}"
        f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'
        '<w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ru-RU"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>"
        f'<w:spacing w:before="0" w:after="0" w:line="{_LINE}" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:qFormat/><w:pPr><w:ind w:firstLine="{_INDENT}"/><w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    known = [sheet for style, sheet in _STYLES.items() if style not in absent]
    gap = [_GAP] if gaps else []
    own = "".join(_style(sheet) for sheet in (*known, _END_OF_PAPER, *gap))
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{defaults}{normal}{own}</w:styles>'


def _style(sheet: _StyleSheet) -> str:
    follows = f'<w:next w:val="{sheet.next_style}"/>' if sheet.next_style else ""
    paragraph = f"<w:pPr>{sheet.paragraph}</w:pPr>" if sheet.paragraph else ""
    run = f"<w:rPr>{sheet.run}</w:rPr>" if sheet.run else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{sheet.style_id}"><w:name w:val="{sheet.name}"/>'
        f'<w:basedOn w:val="{sheet.based_on}"/>{follows}<w:qFormat/>{paragraph}{run}</w:style>'
    )


@cache
def _numbering(absent: frozenset[Style]) -> str:
    """List 1: sections, clauses, sub-clauses; list 2: dashes; list 3: items of an order; list 4:
    bullets. All hang on styles, so that a clause typed by the clerk gets its number from the
    style alone."""
    after_number = {1: 1418, 2: 1588}  # tab stop: room for «10.10.» and «10.10.10.»
    levels = [
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:pStyle w:val="Heading1"/><w:suff w:val="space"/><w:lvlText w:val="%1."/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
    ]
    for level, style in ((1, "Clause"), (2, "Subclause")):
        text = "".join(f"%{n}." for n in range(1, level + 2))
        tab = after_number[level]
        levels.append(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:pStyle w:val="{style}"/><w:suff w:val="tab"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{tab}"/></w:tabs>'
            f'<w:ind w:left="0" w:firstLine="{_INDENT}"/></w:pPr></w:lvl>'
        )
    dash = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        '<w:pStyle w:val="Enumeration"/><w:suff w:val="tab"/><w:lvlText w:val="–"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="1021"/></w:tabs>'
        f'<w:ind w:left="0" w:firstLine="{_INDENT}"/></w:pPr></w:lvl>'
    )
    items = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="{style}"/><w:suff w:val="space"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="{_INDENT}"/></w:pPr></w:lvl>'
        for level, style, text in ((0, "OrderItem", "%1."), (1, "OrderSubitem", "%1.%2."))
    )
    orders = (
        '<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/>'
        f"{items}</w:abstractNum>"
    )
    used = '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    if absent >= _ORDERS:
        orders = used = ""
    bullets = used_bullets = ""
    if not absent >= _BULLETS:
        levels_of_bullets = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
            f'<w:pStyle w:val="{style}"/><w:suff w:val="tab"/><w:lvlText w:val="•"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{tab}"/></w:tabs>'
            f"<w:ind {indent}/></w:pPr></w:lvl>"
            for level, style, tab, indent in (
                (0, "Bullet", 1021, f'w:left="0" w:firstLine="{_INDENT}"'),
                (1, "TableBullet", _HANGING, f'w:left="{_HANGING}" w:hanging="{_HANGING}"'),
            )
        )
        bullets = (
            '<w:abstractNum w:abstractNumId="3"><w:multiLevelType w:val="multilevel"/>'
            f"{levels_of_bullets}</w:abstractNum>"
        )
        used_bullets = '<w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>'
    return (
        f'{_HEAD}<w:numbering xmlns:w="{_W}">'
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>'
        f"{dash}</w:abstractNum>"
        f"{orders}{bullets}"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        f"{used}{used_bullets}</w:numbering>"
    )


_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/>'
    f'<w:defaultTabStop w:val="{_INDENT}"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="ru-RU"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    "</w:settings>"
)
_FONTS = (
    f'{_HEAD}<w:fonts xmlns:w="{_W}"><w:font w:name="{_PROFILE.font}">'
    '<w:panose1 w:val="02020603050405020304"/><w:charset w:val="CC"/><w:family w:val="roman"/>'
    '<w:pitch w:val="variable"/></w:font></w:fonts>'
)
_PARTS = {
    "word/document.xml": "document.main",
    "word/fontTable.xml": "fontTable",
    "word/numbering.xml": "numbering",
    "word/settings.xml": "settings",
    "word/styles.xml": "styles",
}
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{name}" ContentType='
        f'"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in _PARTS.items()
    )
    + '<Override PartName="/docProps/app.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType='
    '"application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)


def _relations(targets: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{namespace}">{rows}</Relationships>'


_PACKAGE_RELATIONS = _relations(
    [
        (f"{_R}/officeDocument", "word/document.xml"),
        (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
        (f"{_R}/extended-properties", "docProps/app.xml"),
    ]
)
_DOCUMENT_RELATIONS = _relations(
    [(f"{_R}/{part}", f"{part}.xml") for part in ("styles", "numbering", "settings", "fontTable")]
)
_APP = (
    f"{_HEAD}<Properties"
    ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>docgen</Application></Properties>"
)
_CORE = (
    f"{_HEAD}<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>docgen</dc:creator><dc:language>ru-RU</dc:language></cp:coreProperties>"
)
