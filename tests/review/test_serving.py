"""``docgen review --serve`` as a clerk runs it: a process, a browser, decisions, Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docgen.cli.review import report_fault
from docgen.register import open_shelf
from docgen.review.pictures import grey_png
from tests.desk import ROOT, Desk
from tests.register.papers import MOMENT
from tests.review.browser import browser
from tests.review.test_collecting import agreement, returned, reviewed, with_remarks

__all__ = ["reviewed"]
PATIENCE = 60


@contextmanager
def serving(desk: Desk, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server of a desk and its address."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-u",
            "-m",
            "docgen",
            "review",
            "--serve",
            "--who",
            "Мухина Л. И.",
            *options,
        ],
        cwd=desk.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        found = None
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+/\S+", line):
                break
        assert found, process.stderr.read() if process.stderr else ""
        yield process, found[0]
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def states(desk: Desk) -> dict[str, str]:
    with open_shelf(desk.out, MOMENT) as shelf:
        return {Path(p.path).stem: p.state for p in shelf.papers()}


def test_decisions_on_the_page_reach_the_register(reviewed: Desk, tmp_path: Path) -> None:
    paper = agreement(reviewed)
    reviewed.docgen("review", returned(reviewed, "а.docx", with_remarks(paper)))
    sheet = next(p for p in reviewed.papers() if "Лист согласования" in p.name)
    with serving(reviewed) as (process, address), browser(tmp_path / "profile") as page:
        page.open(address)

        def decide(name: str, button: str, remark: str = "") -> str:
            """Press a button of a paper; what is answered."""
            page.ask(
                "window.card = Array.from(document.querySelectorAll('.paper')).find((p) =>"
                f" p.querySelector('h2').textContent === '{name}'); null"
            )
            page.ask("card.classList.contains('open') || card.querySelector('h2 button').click()")
            page.ask("card.querySelector('textarea').focus(); null")
            if remark:
                page.type(remark)
            page.ask(f"card.querySelector('{button}').click(); null")
            page.wait("!/^$|Записываю/.test(card.querySelector('.answer').textContent)")
            return str(page.ask("card.querySelector('.answer').textContent"))

        # What came back is seen, and a paper with open remarks is not approved.
        assert "Проверьте сумму" in page.ask("document.body.textContent")
        refused = decide(paper.stem, ".yes")
        assert refused.startswith("Не согласовано") and "замечания" in refused
        assert decide(sheet.stem, ".no", "нет визы юриста") == "Возвращено с замечанием."
        assert page.ask("card.querySelector('.state').textContent") == "замечания"
        page.reload()
        assert "нет визы юриста" in page.ask("document.body.textContent")
        page.ask(
            "window.card = Array.from(document.querySelectorAll('.paper')).find((p) =>"
            f" p.querySelector('h2').textContent === '{paper.stem}');"
            " card.querySelector('[name=resolved]').click(); null"
        )
        assert decide(paper.stem, ".yes") == "Согласовано."
        assert page.complaints() == []
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert "Остановлено." in out
    assert states(reviewed)[paper.stem] == "согласован"
    assert states(reviewed)[sheet.stem] == "замечания"
    with open_shelf(reviewed.out, MOMENT) as shelf:
        who = {event.who for event in shelf.ledger.events() if event.after == "согласован"}
    assert who == {"Мухина Л. И."}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_and_leaves_the_port(reviewed: Desk, number: signal.Signals) -> None:
    with serving(reviewed) as (process, address):
        port = re.search(r":(\d+)/", address)
        assert port
        process.send_signal(number)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0, "")
    with serving(reviewed, "--port", port[1]) as (_, again):
        assert f":{port[1]}/" in again
        assert again != address  # another secret
        taken = reviewed.docgen("review", "--serve", "--port", port[1])
        assert taken.code == 3 and "занят" in taken.err


def test_while_another_run_holds_the_folder_the_page_says_so_and_then_opens(
    reviewed: Desk,
) -> None:
    with serving(reviewed) as (_, address):
        with open_shelf(reviewed.out, MOMENT), pytest.raises(urllib.error.HTTPError) as busy:
            urllib.request.urlopen(address, timeout=PATIENCE)
        assert busy.value.code == 503
        text = busy.value.read().decode()
        assert "уже работает другой запуск" in text
        assert "повторите" in text
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            assert agreement(reviewed).stem in answer.read().decode()


def test_a_fault_of_ours_is_noted_without_the_words_of_a_paper(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = report_fault(KeyError("Мухина Л. И."))
    noted = capsys.readouterr()
    assert noted.out == ""
    assert noted.err == "ошибка: внутренняя ошибка docgen: KeyError\n"
    assert "Мухина" not in f"{noted.err}{said.message}{said.hint}"
    assert "обновите страницу" in said.hint
    assert "памяти" in report_fault(MemoryError()).message


def test_a_page_of_sixteen_greys_is_the_picture() -> None:
    import struct
    import zlib

    pixels = bytes([0, 17, 255, 128, 9, 0]) + bytes([255, 0, 255, 0, 255, 0])
    png = grey_png(pixels, 5, 2, 6)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">IIB", png[16:25]) == (5, 2, 4)
    at = png.index(b"IDAT") + 4
    rows = zlib.decompress(png[at : png.index(b"IEND") - 8])
    assert rows == bytes([0, 0x01, 0xF8, 0x1F, 0, 0xF0, 0xF0, 0xFF])
