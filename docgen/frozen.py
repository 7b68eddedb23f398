"""A paper that no run replaces: where it lies, and what its row says otherwise by now."""

from __future__ import annotations

from dataclasses import replace

from docgen.approving import behind_note
from docgen.diagnostics import Diagnostic, Origin, diagnose
from docgen.documents.plan import PlannedPaper
from docgen.drafting import Drafts, Prepared
from docgen.passport import Passport, without_twin
from docgen.register import Outcome, Placement, RegisteredPaper, Shelf
from docgen.register.states import State
from docgen.rendering.official import said_otherwise
from docgen.twins import Wanted, keep_or_make

_SHOWN = 3


def keep_frozen(
    shelf: Shelf,
    paper: RegisteredPaper,
    plan: PlannedPaper,
    prepared: Prepared | None,
    drafts: Drafts,
) -> Placement:
    """A paper that no run replaces: where it lies, and what its row says otherwise by now."""
    place = shelf.root / paper.path
    if paper.state == State.CANCELLED:
        return Placement(Outcome.FROZEN, place)
    copy = shelf.copy_of(paper.document_id)
    if copy is None or copy.passport is None or copy.content is None:
        missing = diagnose(
            "frozen-paper-missing",
            Origin(paper.path),
            f"бумага в состоянии «{paper.state}», а файла нет на месте",
            hint="верните файл из копии; заново такая бумага не составляется",
        )
        return Placement(Outcome.FROZEN, place, None, (missing,))
    if (behind := _behind(shelf, paper, copy.passport)) is not None:
        return Placement(Outcome.FROZEN, shelf.root / copy.path, None, (behind,))
    if prepared is None or prepared.passport.row_hash == copy.passport.row_hash:
        return Placement(Outcome.FROZEN, shelf.root / copy.path)
    draft = drafts.render(prepared)
    places = said_otherwise(copy.content, draft.content, copy.path) if draft else None
    if not places:
        return Placement(Outcome.FROZEN, shelf.root / copy.path)
    named = ""
    if not plan.kind.personal:
        named = ": " + "; ".join(f"«{_beginning(text)}»" for text in places[:_SHOWN])
    hint = "если изменение нужно, составьте дополнительное соглашение или новый приказ"
    if paper.state == State.APPROVED:
        hint += "; пока бумага не зарегистрирована, её можно вернуть: docgen approve --undo"
    changed = diagnose(
        "frozen-paper-changed",
        plan.subject.origin.at(),
        f"строка изменилась, а бумага «{copy.path}» уже в состоянии «{paper.state}» и не тронута; "
        f"изменилось бы мест: {len(places)}{named}",
        hint=hint,
    )
    return Placement(Outcome.FROZEN, shelf.root / copy.path, None, (changed,))


def keep_workbook(shelf: Shelf, paper: RegisteredPaper, plan: PlannedPaper) -> Placement:
    """The workbook beside a paper that no run replaces: it says what that paper says. What the
    row says otherwise is told of the paper alone.

    One that is missing, or was left behind by a run that died, is made of the paper.
    """
    wanted = Wanted(plan.kind.title, plan.folder, plan.file_name)
    own = replace(paper, identity=without_twin(plan.identity))
    with shelf.machine():
        kept = keep_or_make(shelf, own, plan.form, wanted)
    if not kept.renewed:
        return kept.placement
    note = diagnose(
        "frozen-paper-finished",
        Origin(str(kept.placement.path.relative_to(shelf.root))),
        f"таблица Excel сделана по бумаге «{paper.path}», как та согласована",
        hint="делать ничего не нужно",
    )
    told = (*kept.placement.diagnostics, note)
    return replace(kept.placement, diagnostics=told)


def _behind(shelf: Shelf, paper: RegisteredPaper, passport: Passport) -> Diagnostic | None:
    """What is said of a file that a run left behind the state of its paper."""
    number = shelf.ledger.number_of(paper.document_id)
    if number is not None and passport.number != number.text:
        return behind_note(paper, number)
    return None if passport.state else behind_note(paper, None)


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")
