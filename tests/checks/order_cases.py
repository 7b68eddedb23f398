"""Cases of the rules for orders; see ``cases``."""

from __future__ import annotations

from docgen.records.directory import Organisation, Person, Programme
from docgen.records.orders import Acknowledgement, Order, OrderAnnex, OrderItem
from docgen.records.pupils import Enrolment
from docgen.records.vocabulary import AnnexContent, DocumentKind
from tests.checks.cases import Bad, Good
from tests.checks.district import add, change, day, drop

ORDER_BAD: list[Bad] = [
    Bad(
        "issuer_issues_known_documents",
        (change(Organisation, "МУЗЕЙ", issues=("приказ", "указ")),),
        "order-kind-unknown",
        (Organisation, "МУЗЕЙ", "issues"),
        "Д-02",
    ),
    Bad(
        "issuer_may_issue_the_document",
        (change(Order, "О-1", document=DocumentKind.RESOLUTION),),
        "order-kind-not-issued",
        (Order, "О-1", "document"),
    ),
    Bad(
        "number_and_date_of_an_order_come_together",
        (change(Order, "О-1", number=None),),
        "order-number-without-date",
        (Order, "О-1", "number"),
    ),
    Bad(
        "title_says_about_what",
        (change(Order, "О-1", title="Назначение ответственных"),),
        "order-title",
        (Order, "О-1", "title"),
    ),
    Bad(
        "title_says_about_what",
        (change(Order, "О-1", title="О назначении ответственных."),),
        "order-title",
        (Order, "О-1", "title"),
    ),
    Bad(
        "order_dates_are_in_order",
        (change(Order, "О-1", end=day("31.05.2026")),),
        "order-period",
        (Order, "О-1", "end"),
    ),
    Bad(
        "order_is_dated_before_it_works",
        (change(Order, "О-3", number="13", date=day("05.09.2026")),),
        "order-after-start",
        (Order, "О-3", "start"),
    ),
    Bad(
        "items_are_numbered_without_gaps",
        (change(OrderItem, 1, number="3"), change(OrderItem, 2, number="3.1")),
        "order-item-number",
        (OrderItem, 1, "number"),
    ),
    Bad(
        "items_are_numbered_without_gaps",
        (change(OrderItem, 1, number="1"), change(OrderItem, 2, number="1.1")),
        "order-item-number",
        (OrderItem, 1, "number"),
    ),
    Bad(
        "items_are_numbered_without_gaps",
        (change(OrderItem, 3, number="первый"),),
        "order-item-number",
        (OrderItem, 3, "number"),
    ),
    Bad(
        "order_has_items",
        (drop(OrderItem, 3),),
        "order-without-items",
        (Order, "О-8", "code"),
    ),
    Bad(
        "order_has_items",
        (change(Order, "О-7", standard_items=False),),
        "order-without-items",
        (Order, "О-7", "code"),
    ),
    Bad(
        "term_comes_after_the_order",
        (change(OrderItem, 1, due=day("30.08.2026")),),
        "order-term-before",
        (OrderItem, 1, "due"),
    ),
    Bad(
        "executors_belong_to_the_issuer",
        (change(OrderItem, 1, people=("Т-01",)),),
        "order-executor-elsewhere",
        (OrderItem, 1, "people"),
    ),
    Bad(
        "executors_belong_to_the_issuer",
        (change(Order, "О-4", control="К-07"),),
        "order-executor-elsewhere",
        (Order, "О-4", "control"),
    ),
    Bad(
        "executors_belong_to_the_issuer",
        (change(OrderItem, 2, organisations=("МУЗЕЙ",)),),
        "order-executor-elsewhere",
        (OrderItem, 2, "organisations"),
    ),
    Bad(
        "readers_belong_to_the_issuer",
        (change(Acknowledgement, 1, person="М-01"),),
        "order-executor-elsewhere",
        (Acknowledgement, 1, "person"),
    ),
    Bad(
        "readers_belong_to_the_issuer",
        (change(Acknowledgement, 1, person="К-07"),),
        "order-reader-twice",
        (Acknowledgement, 1, "person"),
    ),
    Bad(
        "readers_belong_to_the_issuer",
        (change(Acknowledgement, 1, date=day("30.08.2026")),),
        "order-read-before",
        (Acknowledgement, 1, "date"),
    ),
    Bad(
        "signatory_of_an_order_speaks_for_the_issuer",
        (change(Order, "О-1", signatory="Т-01"),),
        "order-signatory",
        (Order, "О-1", "signatory"),
    ),
    Bad(
        "signatory_of_an_order_speaks_for_the_issuer",
        (change(Order, "О-1", signatory="К-07"),),
        "order-signatory",
        (Order, "О-1", "signatory"),
    ),
    Bad(
        "annexes_and_items_refer_to_each_other",
        (change(OrderItem, 1, annex=2),),
        "order-annex-missing",
        (OrderItem, 1, "annex"),
    ),
    Bad(
        "annexes_and_items_refer_to_each_other",
        (change(OrderItem, 2, annex=None),),
        "order-annex-unnamed",
        (OrderAnnex, 0, "number"),
    ),
    Bad(
        "annexes_and_items_refer_to_each_other",
        (change(OrderItem, 2, annex=2), change(OrderAnnex, 0, number=2)),
        "order-annex-number",
        (OrderAnnex, 0, "number"),
    ),
    Bad(
        "enrolling_organisation_runs_the_programme",
        (change(Order, "О-3", issuer="МУЗЕЙ"),),
        "order-of-another-school",
        (Order, "О-3", "issuer"),
    ),
    Bad(
        "enrolments_are_of_the_group",
        (change(Order, "О-5", enrolments=("З-1", "З-4")),),
        "order-pupil-of-another-group",
        (Order, "О-5", "enrolments"),
    ),
    Bad(
        "paid_contract_is_older_than_the_enrolment",
        (change(Order, "О-2", date=day("27.08.2026")),),
        "order-before-contract",
        (Order, "О-2", "date"),
    ),
    Bad(
        "application_is_older_than_the_enrolment",
        (
            change(Enrolment, "З-4", application_date=day("05.09.2026")),
            add(Order, "О-2", code="О-9", group="Г-3", enrolments=()),
        ),
        "order-before-application",
        (Order, "О-9", "date"),
    ),
    Bad(
        "enrolment_follows_the_network_agreement",
        (change(Order, "О-3", number="13", date=day("27.08.2026")),),
        "order-before-agreement",
        (Order, "О-3", "date"),
    ),
    Bad(
        "transfer_is_the_teaching_participants",
        (change(Order, "О-4", agreements=("Д-02",), issuer="МУЗЕЙ"),),
        "order-transfer-not-teaching",
        (Order, "О-4", "issuer"),
    ),
    Bad(
        "transfer_follows_the_enrolment",
        (change(Order, "О-4", start=day("31.08.2026")),),
        "order-transfer-before-enrolment",
        (Order, "О-4", "start"),
    ),
    Bad(
        "transfer_follows_the_enrolment",
        (
            change(Order, "О-3", number="13", date=day("31.08.2026")),
            change(Order, "О-4", number="5", date=day("29.08.2026")),
        ),
        "order-transfer-before-enrolment",
        (Order, "О-4", "date"),
    ),
    Bad(
        "expulsion_follows_the_enrolment",
        (change(Order, "О-5", start=day("04.09.2026")),),
        "order-expels-before",
        (Order, "О-5", "start"),
    ),
    Bad(
        "approved_programmes_are_the_issuers",
        (change(Order, "О-7", programmes=("ГЛИНА",)),),
        "order-programme-of-another",
        (Order, "О-7", "programmes"),
    ),
    Bad(
        "approved_programmes_are_the_issuers",
        (
            change(Order, "О-7", number="9", date=day("20.08.2026")),
            change(Programme, "РОБО", approval_number="114-од"),
        ),
        "order-programme-number",
        (Order, "О-7", "number"),
    ),
    Bad(
        "ordered_agreements_are_network_agreements",
        (change(Order, "О-6", agreements=("Д-01", "С-01")),),
        "order-agreement-kind",
        (Order, "О-6", "agreements"),
    ),
]

ORDER_GOOD: list[Good] = [
    Good(
        "issuer_issues_known_documents",
        (change(Organisation, "МУЗЕЙ", issues=("Приказ", "распоряжение")),),
    ),
    Good(
        "issuer_may_issue_the_document",
        (
            change(Organisation, "УО", issues=("Распоряжение",)),
            change(Order, "О-6", document=DocumentKind.INSTRUCTION),
            change(Order, "О-8", document=DocumentKind.INSTRUCTION),
        ),
    ),
    Good(
        "number_and_date_of_an_order_come_together", (change(Order, "О-1", number=None, date=None),)
    ),
    Good("title_says_about_what", (change(Order, "О-1", title="Об ответственных"),)),
    Good("order_dates_are_in_order", (change(Order, "О-1", end=day("01.09.2026")),)),
    Good(
        "order_is_dated_before_it_works",
        (change(Order, "О-3", number="13", date=day("01.09.2026")),),
    ),
    Good("items_are_numbered_without_gaps", (change(OrderItem, 1, number="2."),)),
    Good("order_has_items", (drop(OrderItem, 0), drop(OrderItem, 0))),
    Good("term_comes_after_the_order", (change(OrderItem, 1, due=day("31.08.2026")),)),
    Good("executors_belong_to_the_issuer", (change(Person, "К-07", organisation=None),)),
    Good("readers_belong_to_the_issuer", (change(Acknowledgement, 1, date=day("01.09.2026")),)),
    Good("signatory_of_an_order_speaks_for_the_issuer", (change(Order, "О-1", signatory="Д-03"),)),
    Good(
        "annexes_and_items_refer_to_each_other",
        (add(OrderAnnex, 0, order="О-6", content=AnnexContent.ORGANISATIONS, title=None, text=()),),
    ),
    Good("enrolling_organisation_runs_the_programme", (change(Order, "О-3", group=None),)),
    Good("enrolments_are_of_the_group", (change(Order, "О-5", enrolments=("З-1", "З-2")),)),
    Good(
        "paid_contract_is_older_than_the_enrolment",
        (change(Order, "О-2", date=day("28.08.2026")),),
    ),
    Good(
        "application_is_older_than_the_enrolment",
        (change(Enrolment, "З-3", application_date=day("31.08.2026")),),
    ),
    Good(
        "enrolment_follows_the_network_agreement",
        (change(Order, "О-3", number="13", date=day("28.08.2026")),),
    ),
    Good("transfer_is_the_teaching_participants", (change(Order, "О-4", group=None),)),
    Good("transfer_follows_the_enrolment", (change(Order, "О-4", start=day("01.09.2026")),)),
    Good("expulsion_follows_the_enrolment", (change(Order, "О-5", start=day("05.09.2026")),)),
    Good(
        "approved_programmes_are_the_issuers",
        (
            change(Order, "О-7", number="114-од", date=day("20.08.2026")),
            change(Programme, "РОБО", approval_number="114-од"),
        ),
    ),
    Good("ordered_agreements_are_network_agreements", (change(Order, "О-6", agreements=()),)),
]
