"""Cases of the rules: what is spoilt, what must be told, where, and whose papers are held.

``BAD``: the code stands at the cell and nothing else is told but what ``also`` names.
``GOOD``: near misses over which the rule is silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from docgen.records.acts import ActParameter, LocalAct, PlanRow
from docgen.records.directory import Organisation, Person, Programme, Settings
from docgen.records.letters import Disagreement, Dispatch
from docgen.records.network import (
    Decision,
    Deficit,
    DirectionDemand,
    Indicator,
    Meeting,
    NetworkMember,
    NetworkModel,
    Potential,
    Question,
    Questionnaire,
    Report,
    StaffFigure,
)
from docgen.records.orders import Order
from docgen.records.partners import (
    Agreement,
    Amendment,
    ListedPupil,
    Party,
    ProgrammePart,
    Resource,
)
from docgen.records.roadmap import Measure, Progress, Roadmap, RoadmapApproval, Task
from docgen.records.schema import Record
from docgen.records.vocabulary import (
    ActKind,
    ActParameterName,
    ApprovalWay,
    ApprovingPaper,
    Authority,
    Direction,
    DispatchMethod,
    DispatchStage,
    Funding,
    LayoutStandard,
    LicenceStatus,
    Measured,
    MeasureState,
    NameGender,
    NetworkRole,
    PartyRole,
    PersonalDataTransfer,
    PlanKind,
    ProgrammeApproval,
    ProgrammeKind,
    ResourceKind,
    Sex,
    Transport,
)
from tests.checks.acts_of_the_district import ACTS, act, parameter_row
from tests.checks.district import Edit, add, change, day, drop, put, without_column

NOT_APPLICABLE = frozenset({"list_days", "fallback"})


@dataclass(frozen=True)
class Bad:
    """``at``: sheet, row (code or place among the rows), attribute of the cell.

    ``held``: agreements whose papers are not made; empty for a warning.
    """

    rule: str
    edits: tuple[Edit, ...]
    code: str
    at: tuple[type[Record], str | int, str]
    held: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Good:
    rule: str
    edits: tuple[Edit, ...]


def _free(*more: Edit) -> tuple[Edit, ...]:
    """Make Д-01 free of charge."""
    money = ("amount", "payer", "payee", "purchase_basis", "purchase_code", "payment_terms")
    return (change(Agreement, "Д-01", funding=Funding.FREE, **dict.fromkeys(money)), *more)


BAD: list[Bad] = [
    # --- required cells
    Bad(
        "required_cells_are_filled",
        (change(Agreement, "Д-01", programme=None),),
        "value-missing",
        (Agreement, "Д-01", "programme"),
        "Д-01 ДС-01",
        ("programme-without-agreement",),
    ),
    Bad(
        "required_cells_are_filled",
        (change(Organisation, "ИП", ogrn=None),),
        "value-missing",
        (Organisation, "ИП", "ogrn"),
        "Д-02",
    ),
    Bad(
        "required_cells_are_filled",
        (change(Organisation, "МУЗЕЙ", kpp=None),),
        "value-missing",
        (Organisation, "МУЗЕЙ", "kpp"),
        "Д-02",
    ),
    Bad(
        "required_cells_are_filled",
        (change(Agreement, "С-01", topics=()),),
        "value-missing",
        (Agreement, "С-01", "topics"),
        "С-01",
    ),
    Bad(
        "required_cells_are_filled",
        (change(Resource, 3, address=None),),
        "value-missing",
        (Resource, 3, "address"),
        "Д-02",
    ),
    Bad(
        "required_cells_are_filled",
        (change(Person, "Д-03", authority_number=None),),
        "value-missing",
        (Person, "Д-03", "authority_number"),
        "Д-01 ДС-01",
    ),
    Bad(  # a row that does not say whose it is holds the agreement above it
        "required_cells_are_filled",
        (change(ProgrammePart, 1, agreement=None),),
        "value-missing",
        (ProgrammePart, 1, "agreement"),
        "Д-01 ДС-01",
        ("part-missing", "hours-short"),
    ),
    Bad(
        "required_cells_are_filled",
        (change(Agreement, "Д-01", certificate=None, not_applicable=frozenset({"certificate"})),),
        "not-applicable-refused",
        (Agreement, "Д-01", "certificate"),
        "Д-01 ДС-01",
    ),
    # --- organisations
    Bad(
        "identifiers_fit_legal_form",
        (change(Organisation, "ТЕХНО", inn="660000000155"),),
        "identifier-length",
        (Organisation, "ТЕХНО", "inn"),
        "Д-01 ДС-01 С-01",
    ),
    Bad(
        "identifiers_fit_legal_form",
        (change(Organisation, "ИП", ogrn="1026600000010"),),
        "identifier-length",
        (Organisation, "ИП", "ogrn"),
        "Д-02",
    ),
    Bad(
        "entrepreneur_has_no_kpp",
        (change(Organisation, "ИП", kpp="660001001"),),
        "kpp-unexpected",
        (Organisation, "ИП", "kpp"),
    ),
    Bad(
        "accounts_fit_bik",
        (change(Organisation, "ТЕХНО", settlement_account="40703810500000000010"),),
        "account-key",
        (Organisation, "ТЕХНО", "settlement_account"),
        "Д-01 ДС-01 С-01",
    ),
    Bad(
        "accounts_fit_bik",
        (change(Organisation, "ТЕХНО", correspondent_account="30101810500000000647"),),
        "account-key",
        (Organisation, "ТЕХНО", "correspondent_account"),
        "Д-01 ДС-01 С-01",
    ),
    Bad(
        "accounts_fit_bik",
        (change(Organisation, "СОШ5", single_treasury_account="40102810645370000045"),),
        "account-key",
        (Organisation, "СОШ5", "single_treasury_account"),
        "Д-01 Д-02 ДС-01 С-01",
    ),
    Bad(
        "treasury_accounts_have_their_shape",
        (change(Organisation, "СОШ5", treasury_account="03234810657010006200"),),
        "treasury-account-shape",
        (Organisation, "СОШ5", "treasury_account"),
        "Д-01 Д-02 ДС-01 С-01",
    ),
    Bad(
        "treasury_accounts_have_their_shape",
        (change(Organisation, "СОШ5", single_treasury_account="30101810500000000674", bik=None),),
        "treasury-account-shape",
        (Organisation, "СОШ5", "single_treasury_account"),
        "Д-01 Д-02 ДС-01 С-01",
        ("account-without-bank", "account-missing"),
    ),
    Bad(
        "treasury_account_names_the_oktmo",
        (change(Organisation, "СОШ5", treasury_account="03234643657490006200"),),
        "treasury-account-oktmo",
        (Organisation, "СОШ5", "treasury_account"),
    ),
    Bad(
        "accounts_have_their_bank",
        (change(Organisation, "ТЕХНО", bank=None), *_free()),
        "account-without-bank",
        (Organisation, "ТЕХНО", "bank"),
    ),
    Bad(
        "licence_number_is_from_the_register",
        (change(Organisation, "ТЕХНО", licence_number="13388"),),
        "licence-old-number",
        (Organisation, "ТЕХНО", "licence_number"),
    ),
    Bad(
        "licence_dates_are_in_order",
        (change(Organisation, "ТЕХНО", licence_checked_on=day("20.08.2028")),),
        "date-ahead",
        (Organisation, "ТЕХНО", "licence_checked_on"),
    ),
    Bad(
        "licence_dates_are_in_order",
        (change(Organisation, "ТЕХНО", licence_checked_on=day("20.08.2020")), *_free()),
        "licence-checked-too-early",
        (Organisation, "ТЕХНО", "licence_checked_on"),
        also=("licence-checked-long-ago",),
    ),
    Bad(
        "teaching_organisation_has_places",
        (change(Organisation, "ТЕХНО", places=()),),
        "places-missing",
        (Organisation, "ТЕХНО", "places"),
    ),
    Bad(
        "gender_of_a_party_is_known",
        (change(Organisation, "МУЗЕЙ", full_name="«Перекрёсток 7»"),),
        "name-gender-unknown",
        (Organisation, "МУЗЕЙ", "name_gender"),
        "Д-02",
    ),
    Bad(
        "organisation_stands_once",
        (change(Organisation, "МУЗЕЙ", inn="6600000041"),),
        "organisation-twice",
        (Organisation, "УО", "inn"),
    ),
    Bad(
        "head_belongs_to_the_organisation",
        (change(Organisation, "МУЗЕЙ", head="Н-01"),),
        "person-elsewhere",
        (Organisation, "МУЗЕЙ", "head"),
    ),
    Bad(
        "authority_fits_legal_form",
        (change(Person, "Р-01", authority=Authority.CHARTER),),
        "authority-form",
        (Person, "Р-01", "authority"),
        "Д-02",
    ),
    Bad(
        "authority_fits_legal_form",
        (change(Person, "М-01", authority=Authority.EGRIP, authority_date=day("01.02.2015")),),
        "authority-form",
        (Person, "М-01", "authority"),
        "Д-02",
    ),
    # --- people
    Bad(
        "sex_of_a_signatory_is_known",
        (change(Person, "М-01", patronymic=None),),
        "sex-unknown",
        (Person, "М-01", "sex"),
        "Д-02",
    ),
    Bad(
        "sex_of_a_signatory_is_known",
        (change(Person, "М-01", first_name="Иван"),),
        "sex-unknown",
        (Person, "М-01", "sex"),
        "Д-02",
    ),
    Bad(
        "sex_agrees_with_the_patronymic",
        (change(Person, "К-07", sex=Sex.FEMALE),),
        "sex-contradicts",
        (Person, "К-07", "sex"),
    ),
    Bad(
        "signatory_is_named_in_full",
        (change(Person, "М-01", first_name="О.", sex=Sex.FEMALE),),
        "signatory-by-initials",
        (Person, "М-01", "first_name"),
        "Д-02",
    ),
    Bad(
        "signatory_is_named_in_full",
        (change(Person, "М-01", patronymic="О.", sex=Sex.FEMALE),),
        "signatory-by-initials",
        (Person, "М-01", "patronymic"),
        "Д-02",
    ),
    Bad(
        "signatory_has_authority",
        (change(Person, "Т-01", authority=None),),
        "authority-missing",
        (Person, "Т-01", "authority"),
        "Д-01 ДС-01 С-01",
    ),
    Bad(
        "deputy_signs_by_a_paper_of_his_own",
        (change(Person, "Д-03", authority=Authority.CHARTER),),
        "deputy-authority",
        (Person, "Д-03", "authority"),
    ),
    Bad(
        "acting_head_names_the_order",
        (change(Person, "М-01", acting=True),),
        "acting-without-order",
        (Person, "М-01", "authority"),
    ),
    Bad(
        "acting_is_said_once",
        (change(Person, "М-01", post="исполняющий обязанности директора"),),
        "acting-said-in-post",
        (Person, "М-01", "post"),
        "Д-02",
    ),
    Bad(
        "acting_is_said_once",
        (change(Person, "М-01", post="И. о. директора"),),
        "acting-said-in-post",
        (Person, "М-01", "post"),
        "Д-02",
    ),
    Bad(
        "authority_is_older_than_the_agreement",
        (change(Person, "Д-03", authority_date=day("15.10.2026")),),
        "authority-too-young",
        (Party, 0, "signatory"),
        "Д-01 ДС-01",
    ),
    Bad(
        "signatory_belongs_to_the_party",
        (change(Party, 0, signatory="М-01"),),
        "person-elsewhere",
        (Party, 0, "signatory"),
        also=("deputy-authority",),
    ),
    Bad(
        "one_person_one_row",
        (add(Person, "К-07", code="К-08", post="методист"),),
        "person-twice",
        (Person, "К-08", "surname"),
    ),
    Bad(
        "names_are_spelt_one_way",
        (
            change(Person, "К-07", surname="Чертков"),
            add(Person, "К-07", code="К-08", surname="Чертов"),
        ),
        "name-near-twin",
        (Person, "К-08", "surname"),
    ),
    Bad(
        "names_are_spelt_one_way",
        (
            change(Person, "Ж-01", surname="Каргапольцева"),
            add(
                Person,
                "К-07",
                code="К-08",
                surname="Каргаполовцева",
                first_name="М.",
                patronymic="П.",
            ),
        ),
        "name-near-twin",
        (Person, "К-08", "surname"),
    ),
    # --- settings
    Bad(
        "qr_code_is_of_the_standard",
        (change(Settings, 0, layout=LayoutStandard.GOST_2016, qr_code=True),),
        "qr-not-in-standard",
        (Settings, 0, "qr_code"),
    ),
    # --- programmes
    Bad(
        "programme_dates_are_in_order",
        (change(Programme, "КРАЙ", end=day("31.05.2026")),),
        "dates-reversed",
        (Programme, "КРАЙ", "end"),
        "Д-02",
        ("lessons-outside-programme", "lessons-outside-programme"),
    ),
    Bad(
        "programme_runs_in_the_academic_year",
        (change(Settings, 0, academic_year="2028/2029"), drop(Programme, "РОБО")),
        "programme-in-another-year",
        (Programme, "КРАЙ", "start"),
        "",
        ("programme-in-another-year", "programme-in-another-year"),
    ),
    Bad(
        "programme_has_hours",
        (change(Programme, "КРАЙ", hours=0),),
        "number-zero",
        (Programme, "КРАЙ", "hours"),
        "Д-02",
    ),
    Bad(
        "programme_title_has_no_quotes_of_its_own",
        (change(Programme, "КРАЙ", title="«Родной край»"),),
        "title-in-quotes",
        (Programme, "КРАЙ", "title"),
        "Д-02",
    ),
    Bad(
        "preprofessional_programmes_are_of_the_arts",
        (change(Programme, "КРАЙ", kind=ProgrammeKind.PREPROFESSIONAL, direction=Direction.SPORT),),
        "preprofessional-outside-arts",
        (Programme, "КРАЙ", "kind"),
    ),
    Bad(
        "programme_is_approved_before_it_begins",
        (change(Programme, "КРАЙ", approval_date=day("15.10.2026")),),
        "approved-too-late",
        (Programme, "КРАЙ", "approval_date"),
    ),
    # --- agreements of every kind
    Bad(
        "agreement_dates_are_in_order",
        (change(Agreement, "С-01", end=day("30.06.2026")),),
        "dates-reversed",
        (Agreement, "С-01", "end"),
        "С-01",
    ),
    Bad(
        "agreement_is_signed_before_it_begins",
        (change(Agreement, "Д-01", date=day("15.10.2026")),),
        "signed-after-start",
        (Agreement, "Д-01", "date"),
    ),
    Bad(
        "number_and_date_come_together",
        (change(Agreement, "Д-02", number="7"),),
        "number-without-date",
        (Agreement, "Д-02", "date"),
    ),
    Bad(
        "number_and_date_come_together",
        (change(Agreement, "Д-02", date=day("01.09.2026")),),
        "number-without-date",
        (Agreement, "Д-02", "number"),
    ),
    Bad(
        "terms_are_longer_than_nothing",
        (change(Agreement, "С-01", claim_days=0),),
        "number-zero",
        (Agreement, "С-01", "claim_days"),
        "С-01",
    ),
    Bad(
        "copies_are_enough",
        (change(Agreement, "Д-02", copies=2),),
        "copies-too-few",
        (Agreement, "Д-02", "copies"),
        "Д-02",
    ),
    Bad(  # a supplementary agreement has as many parties as its main one
        "copies_are_enough",
        (change(Agreement, "ДС-01", copies=1),),
        "copies-too-few",
        (Agreement, "ДС-01", "copies"),
        "ДС-01",
    ),
    Bad(
        "electronic_agreement_has_no_copies",
        (change(Agreement, "С-01", copies=3),),
        "copies-electronic",
        (Agreement, "С-01", "copies"),
    ),
    Bad(
        "party_stands_once",
        (add(Party, 7, role=PartyRole.BASE),),
        "party-twice",
        (Party, 8, "organisation"),
        "С-01",
        ("signatory-twice",),
    ),
    Bad(
        "nobody_signs_for_both_sides",
        (change(Party, 3, signatory="Р-01"),),
        "signatory-twice",
        (Party, 4, "signatory"),
        also=("person-elsewhere", "deputy-authority"),
    ),
    Bad(
        "agreement_is_dated_by_the_last_signature",
        (
            change(Party, 0, signed_on=day("27.08.2026")),
            change(Party, 1, signed_on=day("31.08.2026")),
        ),
        "date-not-last-signature",
        (Agreement, "Д-01", "date"),
    ),
    Bad(
        "child_rows_suit_the_kind",
        (add(ProgrammePart, 0, agreement="С-01"),),
        "child-row-unused",
        (ProgrammePart, 2, "agreement"),
    ),
    Bad(
        "child_rows_suit_the_kind",
        (add(Amendment, 0, agreement="Д-02"),),
        "child-row-unused",
        (Amendment, 1, "agreement"),
    ),
    Bad(
        "free_agreement_names_no_money",
        (change(Agreement, "Д-02", amount=Decimal("48000.00")),),
        "money-in-free-agreement",
        (Agreement, "Д-02", "amount"),
        "Д-02",
    ),
    Bad(
        "free_agreement_names_no_money",
        (change(Agreement, "С-01", purchase_code="263660000001066000100100010018560244"),),
        "money-in-free-agreement",
        (Agreement, "С-01", "purchase_code"),
        "С-01",
    ),
    Bad(
        "sum_is_more_than_nothing",
        (change(Agreement, "Д-01", amount=Decimal("0.00")),),
        "number-zero",
        (Agreement, "Д-01", "amount"),
        "Д-01 ДС-01",
    ),
    Bad(
        "agreement_is_typed_once",
        (
            add(Agreement, "С-01", code="С-02", start=day("01.09.2027")),
            add(Party, 5, agreement="С-02"),
            add(Party, 6, agreement="С-02"),
            add(Party, 7, agreement="С-02"),
        ),
        "agreement-twice",
        (Agreement, "С-02", "code"),
        also=("letter-missing",),
    ),
    Bad(
        "roles_suit_the_kind",
        (change(Party, 4, role=PartyRole.MEMBER),),
        "role-unsuitable",
        (Party, 4, "role"),
        "Д-02",
    ),
    # --- network agreements: parties
    Bad(
        "one_base_organisation",
        (drop(Party, 2), drop(Resource, 2)),
        "base-not-one",
        (Agreement, "Д-02", "code"),
        "Д-02",
        ("organisation-of-no-party", "person-of-no-party"),
    ),
    Bad(
        "one_base_organisation",
        (change(Party, 1, role=PartyRole.BASE),),
        "base-not-one",
        (Party, 1, "role"),
        "Д-01 ДС-01",
    ),
    Bad(
        "there_is_a_participant",
        (drop(Party, 3, 4), drop(Resource, 3, 4)),
        "participant-missing",
        (Agreement, "Д-02", "code"),
        "Д-02",
        ("row-of-no-party",) * 4,
    ),
    Bad(
        "base_runs_the_programme",
        (change(Programme, "КРАЙ", organisation="ТЕХНО"),),
        "base-of-another-programme",
        (Party, 2, "organisation"),
        "Д-02",
    ),
    Bad(  # the same organisation as a mere member of С-01 needs no licence
        "teaching_parties_are_licensed",
        (change(Organisation, "ТЕХНО", licence_covers_additional=False),),
        "licence-unfit",
        (Party, 1, "organisation"),
        "Д-01 ДС-01",
    ),
    Bad(
        "teaching_parties_are_licensed",
        (change(Organisation, "ТЕХНО", licence_status=LicenceStatus.SUSPENDED),),
        "licence-unfit",
        (Party, 1, "organisation"),
        "Д-01 ДС-01",
    ),
    Bad(
        "teaching_parties_are_licensed",
        (change(Organisation, "ТЕХНО", teaches=False),),
        "licence-unfit",
        (Party, 1, "organisation"),
        "Д-01 ДС-01",
    ),
    Bad(
        "licence_is_older_than_the_lessons",
        (change(Organisation, "ТЕХНО", licence_checked_on=day("10.01.2024")),),
        "licence-checked-long-ago",
        (Organisation, "ТЕХНО", "licence_checked_on"),
    ),
    Bad(
        "licence_is_older_than_the_lessons",
        (
            change(
                Organisation,
                "ТЕХНО",
                licence_date=day("01.10.2026"),
                licence_checked_on=day("02.10.2026"),
            ),
        ),
        "licence-too-young",
        (Party, 1, "organisation"),
    ),
    # --- network agreements: what each party does
    Bad(
        "teaching_participant_has_a_part",
        (change(ProgrammePart, 1, organisation="СОШ5"),),
        "part-missing",
        (Party, 1, "role"),
        "Д-01 ДС-01",
    ),
    Bad(
        "resource_participant_teaches_nothing",
        (
            add(
                ProgrammePart,
                0,
                agreement="Д-02",
                organisation="МУЗЕЙ",
                hours=72,
                address="ул. Старая, д. 1",
            ),
        ),
        "resource-party-teaches",
        (ProgrammePart, 2, "organisation"),
        "Д-02",
    ),
    Bad(
        "rows_name_the_parties",
        (add(Resource, 1, organisation="МУЗЕЙ"),),
        "row-of-no-party",
        (Resource, 5, "organisation"),
        "Д-01",
    ),
    Bad(
        "every_party_gives_resources",
        (drop(Resource, 4),),
        "resources-missing",
        (Party, 4, "organisation"),
        "Д-02",
    ),
    Bad(
        "resources_are_typed_once",
        (add(Resource, 1),),
        "resource-twice",
        (Resource, 5, "name"),
    ),
    Bad(
        "parts_fit_into_the_programme",
        (change(ProgrammePart, 1, hours=48),),
        "hours-exceed",
        (Agreement, "Д-01", "programme"),
        "Д-01 ДС-01",
    ),
    Bad(
        "parts_make_up_the_programme",
        (change(ProgrammePart, 1, hours=30),),
        "hours-short",
        (Agreement, "Д-01", "programme"),
    ),
    Bad(
        "part_has_hours",
        (change(ProgrammePart, 1, hours=0), change(ProgrammePart, 0, hours=72)),
        "number-zero",
        (ProgrammePart, 1, "hours"),
        "Д-01",
    ),
    Bad(
        "people_named_belong_to_the_parties",
        (change(Agreement, "Д-02", safety_person="Т-01"),),
        "person-of-no-party",
        (Agreement, "Д-02", "safety_person"),
        "Д-02",
    ),
    Bad(
        "people_named_belong_to_the_parties",
        (change(Agreement, "Д-01", personal_data_contact="М-01"),),
        "person-of-no-party",
        (Agreement, "Д-01", "personal_data_contact"),
        "Д-01 ДС-01",
    ),
    Bad(
        "organisations_named_are_parties",
        (change(Agreement, "Д-02", timetable_by="ТЕХНО"),),
        "organisation-of-no-party",
        (Agreement, "Д-02", "timetable_by"),
        "Д-02",
    ),
    Bad(
        "organisations_named_are_parties",
        (
            change(
                Agreement, "Д-01", payer="УО", purchase_code="263660000004166000100100010018560244"
            ),
            change(
                Organisation,
                "УО",
                settlement_account="40703810500000000001",
                correspondent_account="30101810500000000674",
                bik="046577674",
                bank="Банк",
            ),
        ),
        "organisation-of-no-party",
        (Agreement, "Д-01", "payer"),
        "Д-01 ДС-01",
    ),
    Bad(
        "only_teachers_examine",
        (change(Agreement, "Д-02", certificate_by="МУЗЕЙ"),),
        "resource-party-examines",
        (Agreement, "Д-02", "certificate_by"),
        "Д-02",
    ),
    # --- network agreements: when and where
    Bad(
        "lessons_stay_inside_the_agreement",
        (change(Agreement, "Д-02", end=day("30.04.2027")),),
        "dates-outside-agreement",
        (Agreement, "Д-02", "teaching_end"),
        "Д-02",
    ),
    Bad(
        "lessons_stay_inside_the_agreement",
        (change(Agreement, "Д-02", start=day("15.09.2026")),),
        "dates-outside-agreement",
        (Agreement, "Д-02", "teaching_start"),
        "Д-02",
    ),
    Bad(
        "lessons_stay_inside_the_agreement",
        (
            change(
                Agreement, "Д-02", teaching_start=day("01.05.2027"), teaching_end=day("01.02.2027")
            ),
        ),
        "dates-reversed",
        (Agreement, "Д-02", "teaching_end"),
        "Д-02",
    ),
    Bad(
        "parts_stay_inside_the_lessons",
        (change(ProgrammePart, 1, end=day("15.06.2027")),),
        "dates-outside-agreement",
        (ProgrammePart, 1, "end"),
        "Д-01",
    ),
    Bad(
        "parts_stay_inside_the_lessons",
        (change(ProgrammePart, 1, end=day("01.01.2027")),),
        "dates-reversed",
        (ProgrammePart, 1, "end"),
        "Д-01",
    ),
    Bad(
        "lessons_match_the_programme",
        (change(Programme, "КРАЙ", end=day("30.04.2027")),),
        "lessons-outside-programme",
        (Agreement, "Д-02", "teaching_end"),
    ),
    Bad(
        "lessons_are_held_where_a_licence_allows",
        (change(ProgrammePart, 1, address="г. Заречногорск, ул. Лесная, д. 1"),),
        "address-unknown",
        (ProgrammePart, 1, "address"),
        "Д-01",
    ),
    Bad(
        "lessons_are_held_where_a_licence_allows",
        (change(ProgrammePart, 1, address="г. Заречногорск, ул. Заводская, д. 12"),),
        "address-unknown",
        (ProgrammePart, 1, "address"),
        "Д-01",
    ),
    # --- network agreements: pupils, data, safety
    Bad(
        "list_has_as_many_pupils_as_said",
        (change(Agreement, "Д-01", pupils_count=3),),
        "pupils-count",
        (Agreement, "Д-01", "pupils_count"),
        "Д-01 ДС-01",
    ),
    Bad(
        "list_has_as_many_pupils_as_said",
        (change(Agreement, "Д-02", pupils_count=0),),
        "number-zero",
        (Agreement, "Д-02", "pupils_count"),
        "Д-02",
    ),
    Bad(
        "pupil_is_listed_once",
        (add(ListedPupil, 0), change(Agreement, "Д-01", pupils_count=3)),
        "pupil-twice",
        (ListedPupil, 2, "surname"),
        "Д-01",
    ),
    Bad(
        "pupil_is_of_school_age",
        (change(ListedPupil, 0, birth_date=day("14.03.2026")),),
        "pupil-age",
        (ListedPupil, 0, "birth_date"),
    ),
    Bad(
        "teaching_participant_gets_a_list",
        (change(Agreement, "Д-01", list_days=None, not_applicable=frozenset({"list_days"})),),
        "list-not-passed",
        (Agreement, "Д-01", "list_days"),
    ),
    Bad(
        "personal_data_have_a_footing",
        (add(ListedPupil, 0, agreement="Д-02"), change(Agreement, "Д-02", pupils_count=1)),
        "data-without-footing",
        (Agreement, "Д-02", "personal_data"),
        "Д-02",
    ),
    Bad(
        "fallback_is_there_for_teachers",
        (change(Agreement, "Д-01", fallback=None, not_applicable=frozenset({"fallback"})),),
        "fallback-missing",
        (Agreement, "Д-01", "fallback"),
        "Д-01 ДС-01",
    ),
    Bad(
        "transport_has_somewhere_to_go",
        (
            change(Agreement, "Д-02", transport=Transport.PARENTS),
            change(Resource, 3, kind=ResourceKind.STAFF),
        ),
        "transport-nowhere",
        (Agreement, "Д-02", "transport"),
    ),
    Bad(
        "parents_are_told_in_time",
        (change(Agreement, "Д-02", inform_date=day("15.09.2026")),),
        "parents-told-late",
        (Agreement, "Д-02", "inform_date"),
    ),
    # --- network agreements: approval and money
    Bad(
        "programme_approval_is_named",
        (change(Programme, "КРАЙ", approval_number=None, approval_date=None),),
        "approval-missing",
        (Programme, "КРАЙ", "approval_number"),
    ),
    Bad(
        "approval_is_said_one_way",
        (change(Programme, "КРАЙ", approval=ProgrammeApproval.JOINT),),
        "approval-contradicts",
        (Agreement, "Д-02", "approval"),
    ),
    Bad(
        "joint_approval_has_a_second_teacher",
        (change(Agreement, "Д-02", approval=ProgrammeApproval.JOINT),),
        "approval-alone",
        (Agreement, "Д-02", "approval"),
        "Д-02",
    ),
    Bad(
        "payer_is_not_the_payee",
        (change(Agreement, "Д-01", payee="СОШ5"),),
        "payer-is-payee",
        (Agreement, "Д-01", "payee"),
        "Д-01 ДС-01",
    ),
    Bad(
        "purchase_code_names_the_payer",
        (change(Agreement, "Д-01", purchase_code="263660000002766000100100010018560244"),),
        "ikz-customer",
        (Agreement, "Д-01", "purchase_code"),
    ),
    Bad(  # the cooperation agreement of the same organisation speaks of no money
        "money_has_an_account",
        (
            change(
                Organisation,
                "ТЕХНО",
                **dict.fromkeys(("settlement_account", "correspondent_account", "bik", "bank")),
            ),
        ),
        "account-missing",
        (Agreement, "Д-01", "payee"),
        "Д-01 ДС-01",
    ),
    Bad(
        "money_has_an_account",
        (change(Organisation, "СОШ5", personal_account=None),),
        "account-missing",
        (Agreement, "Д-01", "payer"),
        "Д-01 ДС-01",
    ),
    # --- cooperation agreements
    Bad(
        "cooperation_has_two_parties",
        (drop(Party, 6, 7),),
        "parties-too-few",
        (Agreement, "С-01", "code"),
        "С-01",
        ("row-of-no-party",) * 2,
    ),
    Bad(
        "cooperation_has_two_parties",
        (drop(Party, 5, 6, 7),),
        "parties-too-few",
        (Agreement, "С-01", "code"),
        "С-01",
        ("founder-absent", "row-of-no-party", "row-of-no-party"),
    ),
    Bad(
        "one_coordinator",
        (change(Party, 5, role=PartyRole.MEMBER),),
        "coordinator-not-one",
        (Agreement, "С-01", "code"),
        "С-01",
    ),
    Bad(
        "one_coordinator",
        (change(Party, 6, role=PartyRole.COORDINATOR),),
        "coordinator-not-one",
        (Party, 6, "role"),
        "С-01",
    ),
    Bad(
        "founder_takes_part_or_approves",
        (drop(Party, 5), change(Party, 6, role=PartyRole.COORDINATOR)),
        "founder-absent",
        (Agreement, "С-01", "approver"),
        also=("letter-to-its-sender",),
    ),
    Bad(
        "approver_speaks_for_the_founder",
        (change(Agreement, "С-01", approver="Н-01", not_applicable=frozenset()),),
        "approver-not-founder",
        (Agreement, "С-01", "approver"),
    ),
    Bad(
        "approver_speaks_for_the_founder",
        (change(Agreement, "С-01", approver="Ж-01", not_applicable=frozenset()),),
        "approver-not-founder",
        (Agreement, "С-01", "approver"),
    ),
    Bad(
        "network_columns_stay_empty",
        (change(Agreement, "С-01", programme="РОБО"),),
        "programme-in-framework",
        (Agreement, "С-01", "programme"),
    ),
    # --- supplementary agreements
    Bad(
        "main_agreement_is_a_main_one",
        (
            add(Agreement, "ДС-01", code="ДС-02", main_agreement="ДС-01", copies=None),
            add(Amendment, 0, agreement="ДС-02"),
            change(Agreement, "ДС-01", number="1", date=day("11.01.2027")),
        ),
        "main-is-supplementary",
        (Agreement, "ДС-02", "main_agreement"),
        "ДС-02",
        ("letter-missing",),
    ),
    Bad(
        "there_is_something_to_change",
        (drop(Amendment, 0),),
        "amendment-missing",
        (Agreement, "ДС-01", "code"),
        "ДС-01",
    ),
    Bad(
        "parties_are_those_of_the_main_agreement",
        (
            add(Party, 0, agreement="ДС-01"),
            add(Party, 3, agreement="ДС-01"),
        ),
        "parties-differ",
        (Agreement, "ДС-01", "main_agreement"),
        "ДС-01",
        ("letter-missing", "row-of-no-party"),
    ),
    Bad(
        "change_comes_while_the_agreement_lives",
        (change(Agreement, "ДС-01", start=day("01.09.2027")),),
        "change-after-end",
        (Agreement, "ДС-01", "start"),
        "ДС-01",
    ),
    Bad(
        "change_comes_while_the_agreement_lives",
        (change(Agreement, "ДС-01", start=day("15.01.2026")),),
        "change-before-start",
        (Agreement, "ДС-01", "start"),
    ),
    Bad(
        "main_agreement_is_registered",
        (change(Agreement, "Д-01", number=None, date=None),),
        "main-not-registered",
        (Agreement, "ДС-01", "main_agreement"),
    ),
    # --- what is cited
    Bad(
        "free_text_cites_what_is_in_force",
        (change(Agreement, "Д-02", note="по приказу Минпросвещения от 09.11.2018 № 196"),),
        "act-repealed",
        (Agreement, "Д-02", "note"),
        "Д-02",
    ),
    Bad(
        "free_text_cites_what_is_in_force",
        (change(Party, 1, duties=("вести журнал", "соблюдать СанПиН 2.4.4.3172-14")),),
        "act-repealed",
        (Party, 1, "duties"),
        "Д-01 ДС-01",
    ),
    Bad(
        "free_text_cites_what_is_in_force",
        (change(Agreement, "С-01", extra={"порядок": "по 131-ФЗ"}),),
        "act-superseded",
        (Agreement, "С-01", "порядок"),
    ),
    Bad(
        "networked_programme_has_an_agreement",
        (add(Programme, "КРАЙ", code="ШАХМ", title="Шахматы"),),
        "programme-without-agreement",
        (Programme, "ШАХМ", "code"),
    ),
    # --- letters, notices, disagreements
    Bad(
        "letter_goes_to_a_party",
        (change(Dispatch, "П-01", addressee="МУЗЕЙ"),),
        "row-of-no-party",
        (Dispatch, "П-01", "addressee"),
        also=("letter-missing",),
    ),
    Bad(
        "letter_goes_to_somebody_else",
        (change(Dispatch, "П-01", addressee="СОШ5"),),
        "letter-to-its-sender",
        (Dispatch, "П-01", "addressee"),
        also=("letter-missing",),
    ),
    Bad(
        "executor_has_a_telephone",
        (change(Dispatch, "П-02", executor="М-01"),),
        "letter-without-executor-phone",
        (Dispatch, "П-02", "executor"),
    ),
    Bad(  # an agreement without an addressee
        "every_party_gets_its_letter",
        (drop(Dispatch, "П-01"),),
        "letter-missing",
        (Agreement, "Д-01", "code"),
    ),
    Bad(
        "every_party_gets_its_letter",
        (drop(Dispatch, "П-03"),),
        "letter-missing",
        (Dispatch, "П-02", "agreement"),
    ),
    Bad(
        "nothing_is_sent_twice",
        (add(Dispatch, "П-02", code="П-07", number="216"),),
        "letter-twice",
        (Dispatch, "П-07", "addressee"),
    ),
    Bad(
        "letter_has_number_and_date_or_neither",
        (change(Dispatch, "П-01", date=None),),
        "number-without-date",
        (Dispatch, "П-01", "date"),
    ),
    Bad(
        "outgoing_number_is_given_once",
        (change(Dispatch, "П-02", number="214"),),
        "letter-number-twice",
        (Dispatch, "П-02", "number"),
    ),
    Bad(
        "letter_dates_follow_one_another",
        (change(Dispatch, "П-01", reply_by=day("19.08.2026")),),
        "letter-dates",
        (Dispatch, "П-01", "reply_by"),
    ),
    Bad(
        "letter_dates_follow_one_another",
        (change(Dispatch, "П-01", returned=day("20.08.2026")),),
        "letter-dates",
        (Dispatch, "П-01", "returned"),
    ),
    Bad(
        "originals_go_on_paper",
        (change(Dispatch, "П-02", method=DispatchMethod.EMAIL),),
        "letter-original-by-email",
        (Dispatch, "П-02", "method"),
    ),
    Bad(
        "signed_copy_has_its_number",
        (change(Dispatch, "П-02", stage=DispatchStage.SIGNED),),
        "letter-of-unsigned",
        (Dispatch, "П-02", "stage"),
    ),
    Bad(
        "parents_hear_of_a_programme_once",
        (
            change(Agreement, "Д-02", programme="РОБО", inform_date=day("26.08.2026")),
            drop(Programme, "КРАЙ"),
        ),
        "notice-dates-differ",
        (Agreement, "Д-02", "inform_date"),
    ),
    Bad(
        "parents_know_whom_to_ask",
        (change(Organisation, "МУЗЕЙ", phone=None),),
        "contact-missing",
        (Organisation, "МУЗЕЙ", "phone"),
    ),
    Bad(
        "objections_come_from_a_party",
        (change(Disagreement, 1, organisation="ТЕХНО"),),
        "row-of-no-party",
        (Disagreement, 1, "organisation"),
    ),
    Bad(
        "wordings_of_a_disagreement_differ",
        (change(Disagreement, 0, own_wording="занятия — по средам."),),
        "disagreement-without-difference",
        (Disagreement, 0, "own_wording"),
    ),
    Bad(
        "an_objection_is_written_once",
        (change(Disagreement, 1, point="Пункт 3.2"),),
        "disagreement-twice",
        (Disagreement, 1, "point"),
    ),
    Bad(
        "a_signed_agreement_is_agreed",
        (
            change(Disagreement, 0, agreement="Д-01", organisation="ТЕХНО"),
            change(Disagreement, 1, agreed_wording="За два рабочих дня."),
        ),
        "disagreement-unsettled",
        (Disagreement, 0, "agreed_wording"),
    ),
    # --- meetings, questionnaires
    Bad(
        "minutes_are_numbered_once",
        (change(Meeting, "СОВ-02", number="1"),),
        "minutes-number-twice",
        (Meeting, "СОВ-02", "number"),
    ),
    Bad(
        "chair_and_secretary_are_two_people",
        (change(Meeting, "СОВ-02", secretary="Н-01", present=("Ж-01", "К-07")),),
        "chair-is-secretary",
        (Meeting, "СОВ-02", "secretary"),
    ),
    Bad(
        "nobody_is_present_and_absent",
        (change(Meeting, "СОВ-01", absent=("Т-01",)),),
        "present-and-absent",
        (Meeting, "СОВ-01", "absent"),
    ),
    Bad(
        "decisions_belong_to_the_agenda",
        (add(Decision, 2, agenda_item=2),),
        "agenda-item-unknown",
        (Decision, 3, "agenda_item"),
    ),
    Bad(
        "every_agenda_item_is_decided",
        (drop(Decision, 1),),
        "agenda-item-undecided",
        (Meeting, "СОВ-01", "agenda"),
    ),
    Bad(
        "votes_are_those_of_the_people_present",
        (change(Decision, 0, votes_against=1),),
        "votes-exceed",
        (Decision, 0, "votes_for"),
    ),
    Bad(
        "decisions_are_due_after_the_meeting",
        (change(Decision, 0, due=day("09.07.2026")),),
        "decision-due-before",
        (Decision, 0, "due"),
    ),
    Bad(
        "decisions_with_a_term_have_an_executor",
        (change(Decision, 0, responsible=()),),
        "decision-without-executor",
        (Decision, 0, "responsible"),
    ),
    Bad(
        "questionnaire_has_questions",
        (drop(Question, 2),),
        "questionnaire-empty",
        (Questionnaire, "АНК-Р", "code"),
    ),
    Bad(
        "questions_go_on_from_one",
        (change(Question, 1, number=3),),
        "question-number",
        (Question, 1, "number"),
    ),
    Bad(
        "a_choice_has_something_to_choose_from",
        (change(Question, 0, options=("да",)),),
        "options-too-few",
        (Question, 0, "options"),
    ),
    Bad(  # a question of choice without options
        "required_cells_are_filled",
        (change(Question, 0, options=()),),
        "value-missing",
        (Question, 0, "options"),
    ),
    Bad(
        "an_open_question_offers_nothing",
        (change(Question, 1, options=("время", "дорога")),),
        "options-unused",
        (Question, 1, "options"),
    ),
    Bad(
        "options_are_said_once",
        (change(Question, 0, options=("да", "нет", "Да")),),
        "option-twice",
        (Question, 0, "options"),
    ),
    Bad(
        "an_anonymous_questionnaire_asks_no_names",
        (change(Question, 1, text="Ваша фамилия и школа?"),),
        "anonymous-asks-name",
        (Question, 1, "text"),
    ),
    # --- local acts
    Bad(
        "number_and_date_of_an_act_come_together",
        (*ACTS, change(LocalAct, "СОШ5-REGIME", order_date=None)),
        "number-without-date",
        (LocalAct, "СОШ5-REGIME", "order_date"),
    ),
    Bad(
        "number_and_date_of_an_act_come_together",
        (*ACTS, change(LocalAct, "СОШ5-REGIME", parents_date=day("26.08.2026"))),
        "number-without-date",
        (LocalAct, "СОШ5-REGIME", "parents_number"),
    ),
    Bad(
        "programme_is_approved_by_one_order",
        (
            *ACTS,
            put(
                LocalAct,
                act(
                    "СОШ5",
                    ActKind.NETWORK_PROGRAMME,
                    programme="РОБО",
                    order_number="115-од",
                    order_date=day("26.08.2026"),
                    council_date=day("25.08.2026"),
                ),
            ),
        ),
        "act-approval-differs",
        (LocalAct, "СОШ5-NETWORK_PROGRAMME", "order_number"),
    ),
    Bad(
        "act_is_approved_after_it_was_heard",
        (
            *ACTS,
            change(LocalAct, "СОШ5-ADMISSION", parents_number="2", parents_date=day("30.08.2026")),
        ),
        "act-heard-late",
        (LocalAct, "СОШ5-ADMISSION", "parents_date"),
    ),
    Bad(
        "act_begins_after_it_is_approved",
        (*ACTS, change(LocalAct, "СОШ5-REGIME", order_date=day("05.09.2026"))),
        "act-begins-early",
        (LocalAct, "СОШ5-REGIME", "effective"),
    ),
    Bad(
        "act_begins_after_it_is_approved",
        (*ACTS, change(LocalAct, "СОШ5-REGIME", ends=day("31.08.2026"))),
        "act-ends-before-it-begins",
        (LocalAct, "СОШ5-REGIME", "ends"),
    ),
    Bad(
        "obligatory_acts_are_there",
        (*ACTS, drop(LocalAct, "ТЕХНО-REGIME", "ТЕХНО-ADMISSION")),
        "act-missing",
        (Organisation, "ТЕХНО", "code"),
    ),
    Bad(
        "act_of_a_kind_stands_once",
        (*ACTS, put(LocalAct, act("СОШ5", ActKind.REGIME, code="ЕЩЁ"))),
        "act-twice",
        (LocalAct, "ЕЩЁ", "kind"),
    ),
    Bad(
        "programme_act_belongs_to_its_base",
        (*ACTS, change(LocalAct, "СОШ5-TRAINING_PLAN", organisation="ТЕХНО")),
        "act-of-another-programme",
        (LocalAct, "СОШ5-TRAINING_PLAN", "programme"),
    ),
    Bad(
        "act_has_its_parameters",
        (
            *ACTS,
            drop(ActParameter, parameter_row(ActParameterName.CREDIT_BODY)),
            put(LocalAct, act("СОШ5", ActKind.CREDIT)),
        ),
        "act-parameter-missing",
        (LocalAct, "СОШ5-CREDIT", "kind"),
    ),
    Bad(
        "parameter_can_be_read",
        (
            *ACTS,
            change(ActParameter, parameter_row(ActParameterName.DECISION_DAYS), value="три дня"),
        ),
        "act-parameter-unreadable",
        (ActParameter, parameter_row(ActParameterName.DECISION_DAYS), "value"),
    ),
    Bad(
        "parameter_can_be_read",
        (
            *ACTS,
            change(ActParameter, parameter_row(ActParameterName.DISABILITIES), value="иногда"),
        ),
        "act-parameter-unreadable",
        (ActParameter, parameter_row(ActParameterName.DISABILITIES), "value"),
    ),
    Bad(
        "parameter_keeps_to_the_norm",
        (*ACTS, change(ActParameter, parameter_row(ActParameterName.DAY_END), value="22:00")),
        "act-parameter-beyond-norm",
        (ActParameter, parameter_row(ActParameterName.DAY_END), "value"),
    ),
    Bad(
        "parameter_is_said_once",
        (
            *ACTS,
            add(ActParameter, parameter_row(ActParameterName.DAY_START), value="8:30"),
        ),
        "act-parameter-twice",
        (ActParameter, -1, "parameter"),
    ),
    Bad(
        "parameter_says_what_for",
        (
            *ACTS,
            change(ActParameter, parameter_row(ActParameterName.INTERIM_PERIOD), subject="РОБОТ"),
        ),
        "act-parameter-for-nothing",
        (ActParameter, parameter_row(ActParameterName.INTERIM_PERIOD), "subject"),
    ),
    Bad(
        "parameter_says_what_for",
        (*ACTS, change(ActParameter, parameter_row(ActParameterName.DAYS_OFF), subject=None)),
        "act-parameter-for-nothing",
        (ActParameter, parameter_row(ActParameterName.DAYS_OFF), "subject"),
    ),
    Bad(
        "holidays_are_inside_the_year",
        (
            *ACTS,
            change(
                ActParameter,
                parameter_row(ActParameterName.HOLIDAYS),
                value="26.10.2025–01.11.2025",
            ),
        ),
        "calendar-outside-year",
        (ActParameter, parameter_row(ActParameterName.HOLIDAYS), "value"),
    ),
    Bad(
        "weeks_add_up_to_the_programme",
        (*ACTS, change(ActParameter, parameter_row(ActParameterName.WEEKS), value="34")),
        "calendar-weeks-differ",
        (ActParameter, parameter_row(ActParameterName.WEEKS), "value"),
    ),
    Bad(
        "plan_makes_up_the_programme",
        (*ACTS, change(PlanRow, 0, practice=24)),
        "plan-hours-differ",
        (PlanRow, 0, "theory"),
        also=("plan-parts-differ",),
    ),
    Bad(
        "plan_agrees_with_the_parts",
        (*ACTS, change(PlanRow, 0, practice=24), change(PlanRow, 1, practice=32)),
        "plan-parts-differ",
        (PlanRow, 1, "organisation"),
        also=("plan-parts-differ",),
    ),
    Bad(
        "plan_is_taught_by_the_network",
        (*ACTS, change(PlanRow, 1, organisation="МУЗЕЙ")),
        "plan-taught-by-stranger",
        (PlanRow, 1, "organisation"),
    ),
    Bad(
        "plan_has_rows",
        (*ACTS, drop(PlanRow, 0, 1)),
        "plan-empty",
        (LocalAct, "СОШ5-TRAINING_PLAN", "programme"),
    ),
    # --- network.xlsx
    Bad(
        "periods_of_reports_are_in_order",
        (change(Indicator, 0, period_start=day("31.05.2026"), period_end=day("01.09.2025")),),
        "period-reversed",
        (Indicator, 0, "period_end"),
    ),
    Bad(
        "periods_of_reports_are_in_order",
        (change(NetworkModel, "М-1", end=day("31.08.2026")),),
        "period-reversed",
        (NetworkModel, "М-1", "end"),
    ),
    Bad(
        "deficit_is_filled_by_another",
        (change(Deficit, 0, filled_by="СОШ5"),),
        "deficit-own-help",
        (Deficit, 0, "filled_by"),
    ),
    Bad(
        "deficit_is_told_once",
        (add(Deficit, 1, description="Нет  экскурсовода"),),
        "deficit-twice",
        (Deficit, 2, "description"),
    ),
    Bad(
        "direction_is_told_once",
        (add(DirectionDemand, 0, demand=5),),
        "direction-twice",
        (DirectionDemand, 2, "content"),
    ),
    Bad(
        "potential_is_told_once",
        (add(Potential, 0),),
        "potential-twice",
        (Potential, 2, "organisation"),
    ),
    Bad(
        "staff_of_a_post_stands_once",
        (add(StaffFigure, 0, needed=9),),
        "staff-twice",
        (StaffFigure, 2, "post"),
    ),
    Bad(
        "some_of_the_staff_are_no_more_than_all",
        (change(StaffFigure, 0, young=3),),
        "staff-part-too-large",
        (StaffFigure, 0, "young"),
    ),
    Bad(
        "member_stands_once_in_a_model",
        (add(NetworkMember, 1, role=NetworkRole.PARTICIPANT),),
        "member-twice",
        (NetworkMember, 3, "organisation"),
    ),
    Bad(
        "model_has_one_coordinator",
        (change(NetworkMember, 0, role=NetworkRole.RESOURCE),),
        "model-coordinator",
        (NetworkModel, "М-1", "code"),
    ),
    Bad(
        "indicator_is_told_once",
        (add(Indicator, 2, plan=70),),
        "indicator-twice",
        (Indicator, 4, "name"),
    ),
    Bad(
        "indicator_keeps_its_unit",
        (change(Indicator, 1, unit="ед."),),
        "indicator-unit-differs",
        (Indicator, 1, "unit"),
    ),
    Bad(
        "per_cent_is_within_a_hundred",
        (change(Indicator, 2, fact=800),),
        "per-cent-too-large",
        (Indicator, 2, "fact"),
    ),
    Bad(
        "typed_fact_is_what_the_rows_tell",
        (change(Indicator, 1, fact=300),),
        "fact-differs",
        (Indicator, 1, "fact"),
    ),
    Bad(
        "fact_is_of_a_period_that_has_begun",
        (change(Indicator, 3, period_start=day("01.09.2027"), period_end=day("31.05.2028")),),
        "fact-too-early",
        (Indicator, 3, "fact"),
    ),
    Bad(
        "missed_plan_has_its_reason",
        (change(Indicator, 0, reason=None),),
        "reason-missing",
        (Indicator, 0, "reason"),
    ),
    Bad(
        "missed_plan_has_its_reason",
        (change(Indicator, 3, fact=4),),
        "reason-missing",
        (Indicator, 3, "reason"),
    ),
    Bad(
        "speakers_are_present",
        (change(Decision, 0, spoke=("Ж-01", "М-01")),),
        "speaker-absent",
        (Decision, 0, "spoke"),
    ),
    Bad(
        "licences_were_checked_for_the_register",
        (
            add(
                Organisation,
                "ТЕХНО",
                code="НОШ",
                full_name="муниципальное учреждение «Школа № 6»",
                short_name="МКОУ НОШ № 6",
                inn="6600000058",
                ogrn="1026600000054",
                head="Л-01",
                licence_number="Л035-01277-66/00190006",
                licence_checked_on=day("12.01.2026"),
            ),
            add(Person, "Т-01", code="Л-01", surname="Лунин", organisation="НОШ"),
        ),
        "licence-check-old",
        (Organisation, "НОШ", "licence_checked_on"),
    ),
    # --- plans of the network
    Bad(
        "required_cells_are_filled",
        (change(Measure, "М-2", plan=None),),
        "value-missing",
        (Measure, "М-2", "plan"),
        also=("measure-number-gap",),
    ),
    Bad(
        "plan_is_approved_one_way",
        (add(RoadmapApproval, 0, way=ApprovalWay.ANNEX, paper=ApprovingPaper.ORDER, person=None),),
        "plan-approved-twice",
        (RoadmapApproval, 4, "way"),
    ),
    Bad(
        "plan_is_approved_one_way",
        (add(RoadmapApproval, 2, way=ApprovalWay.ANNEX),),
        "plan-approved-twice",
        (RoadmapApproval, 4, "way"),
    ),
    Bad(
        "plan_is_approved_one_way",
        (change(Order, "О-1", plan="ДК-1"),),
        "plan-approved-twice",
        (Order, "О-1", "plan"),
    ),
    Bad(
        "plan_is_approved_one_way",
        (drop(RoadmapApproval, 0),),
        "plan-unapproved",
        (Roadmap, "ДК-1", "code"),
    ),
    Bad(
        "plan_is_approved_before_it_begins",
        (change(RoadmapApproval, 0, date=day("02.09.2026")),),
        "plan-approved-late",
        (RoadmapApproval, 0, "date"),
    ),
    Bad(
        "plan_is_approved_before_it_begins",
        (change(RoadmapApproval, 0, date=None),),
        "plan-undated",
        (RoadmapApproval, 0, "date"),
    ),
    Bad(
        "plan_dates_are_in_order",
        (change(Roadmap, "ПГ-1", start=day("01.09.2027")), drop(Measure, "М-5")),
        "dates-reversed",
        (Roadmap, "ПГ-1", "end"),
        also=("plan-without-measures",),
    ),
    Bad(
        "plan_has_measures_and_tasks",
        (drop(Measure, "М-4"),),
        "plan-without-measures",
        (Roadmap, "ПВ-1", "code"),
    ),
    Bad(
        "plan_has_measures_and_tasks",
        (drop(Task, 0),),
        "plan-without-tasks",
        (Roadmap, "ДК-1", "code"),
    ),
    Bad(
        "measures_are_numbered_without_gaps",
        (change(Measure, "М-3", number="4"),),
        "measure-number-gap",
        (Measure, "М-3", "number"),
    ),
    Bad(
        "measures_are_numbered_without_gaps",
        (change(Measure, "М-5", number="2."),),
        "measure-number-gap",
        (Measure, "М-5", "number"),
    ),
    Bad(
        "measures_have_executors",
        (change(Measure, "М-2", groups=()),),
        "measure-without-executor",
        (Measure, "М-2", "executors"),
    ),
    Bad(
        "measures_have_results",
        (change(Measure, "М-1", result=None),),
        "measure-without-result",
        (Measure, "М-1", "result"),
    ),
    Bad(
        "measures_have_terms",
        (change(Measure, "М-1", term=None),),
        "measure-without-term",
        (Measure, "М-1", "term"),
    ),
    Bad(
        "measures_have_terms",
        (change(Measure, "М-1", term="ежемесячно"),),
        "term-unreadable",
        (Measure, "М-1", "term"),
    ),
    Bad(
        "terms_stay_inside_the_plan",
        (change(Measure, "М-3", term="июнь 2027 года"),),
        "term-outside-plan",
        (Measure, "М-3", "term"),
    ),
    Bad(
        "terms_stay_inside_the_plan",
        (change(Measure, "М-3", begins=day("31.05.2027"), ends=day("01.05.2027")),),
        "dates-reversed",
        (Measure, "М-3", "ends"),
    ),
    Bad(
        "terms_go_forward",
        (change(Measure, "М-3", term="сентябрь 2026 года"),),
        "terms-out-of-order",
        (Measure, "М-3", "term"),
    ),
    Bad(
        "events_say_where_and_for_whom",
        (change(Measure, "М-5", place=None),),
        "event-incomplete",
        (Measure, "М-5", "place"),
    ),
    Bad(
        "partners_of_interaction_are_named",
        (change(Measure, "М-4", organisations=()),),
        "event-incomplete",
        (Measure, "М-4", "organisations"),
    ),
    Bad(
        "names_in_groups_are_those_of_the_directory",
        (change(Measure, "М-2", groups=("начальник Управления – Носовва А.Ю.",)),),
        "name-near-twin",
        (Measure, "М-2", "groups"),
    ),
    Bad(
        "names_in_groups_are_those_of_the_directory",
        (change(Measure, "М-2", groups=("методист П.И. Чужой",)),),
        "executor-unlisted",
        (Measure, "М-2", "groups"),
    ),
    Bad(
        "progress_is_of_days_that_have_come",
        (change(Progress, 0, date=day("23.11.2026")),),
        "date-ahead",
        (Progress, 0, "date"),
    ),
    Bad(
        "progress_is_of_days_that_have_come",
        (change(Progress, 0, state=MeasureState.POSTPONED, new_end=day("01.09.2026")),),
        "dates-reversed",
        (Progress, 0, "new_end"),
    ),
    Bad(
        "free_text_cites_what_is_in_force",
        (change(Measure, "М-1", result="Договоры по приказу Минпросвещения от 09.11.2018 № 196"),),
        "act-repealed",
        (Measure, "М-1", "result"),
    ),
]

GOOD: list[Good] = [
    Good(
        "required_cells_are_filled",
        (
            change(
                Agreement, "Д-01", purchase_code=None, not_applicable=frozenset({"purchase_code"})
            ),
        ),
    ),
    Good("qr_code_is_of_the_standard", (change(Settings, 0, layout=None, qr_code=True),)),
    Good(
        "qr_code_is_of_the_standard",
        (change(Settings, 0, layout=LayoutStandard.GOST_2016, qr_code=False),),
    ),
    Good("required_cells_are_filled", (change(Organisation, "МУЗЕЙ", licence_number=None),)),
    Good("required_cells_are_filled", (without_column(Organisation, "kbk"),)),
    Good(
        "identifiers_fit_legal_form",
        (change(Organisation, "ИП", legal_form=None, inn="6600000010"),),
    ),
    Good("entrepreneur_has_no_kpp", (change(Organisation, "ИП", kpp=None),)),
    Good(  # clerks write the two treasury numbers under the bank's labels
        "accounts_fit_bik",
        (
            change(
                Organisation,
                "ТЕХНО",
                settlement_account="03234643657010006200",
                correspondent_account="40102810645370000054",
                bik="016577551",
            ),
        ),
    ),
    Good("accounts_fit_bik", (change(Organisation, "ТЕХНО", bik=None),)),
    Good(
        "treasury_accounts_have_their_shape",
        (change(Organisation, "СОШ5", treasury_account=None, single_treasury_account=None),),
    ),
    Good("treasury_account_names_the_oktmo", (change(Organisation, "СОШ5", oktmo="65701000001"),)),
    Good("treasury_account_names_the_oktmo", (change(Organisation, "СОШ5", oktmo=None),)),
    Good("accounts_have_their_bank", (change(Organisation, "МУЗЕЙ", bank="Банк"),)),
    Good(
        "licence_number_is_from_the_register",
        (change(Organisation, "ТЕХНО", licence_number=None),),
    ),
    Good(
        "licence_dates_are_in_order",
        (change(Organisation, "ТЕХНО", licence_checked_on=day("12.03.2021")),),
    ),
    Good("teaching_organisation_has_places", (change(Organisation, "МУЗЕЙ", places=()),)),
    Good(
        "gender_of_a_party_is_known",
        (
            change(
                Organisation,
                "МУЗЕЙ",
                full_name="«Перекрёсток 7»",
                name_gender=NameGender.MASCULINE,
            ),
        ),
    ),
    Good(  # a branch
        "organisation_stands_once",
        (change(Organisation, "МУЗЕЙ", inn="6600000041", kpp="660043001"),),
    ),
    Good("head_belongs_to_the_organisation", (change(Person, "М-01", organisation=None),)),
    Good(
        "authority_fits_legal_form",
        (change(Person, "Р-01", authority=Authority.POWER_OF_ATTORNEY),),
    ),
    Good("sex_of_a_signatory_is_known", (change(Person, "К-07", patronymic=None),)),
    Good(
        "sex_of_a_signatory_is_known",
        (change(Person, "М-01", patronymic="Мамед кызы"),),
    ),
    Good(
        "sex_of_a_signatory_is_known",
        (change(Person, "М-01", patronymic=None, sex=Sex.FEMALE),),
    ),
    Good("sex_agrees_with_the_patronymic", (change(Person, "М-01", sex=Sex.FEMALE),)),
    Good(
        "signatory_is_named_in_full",
        (change(Person, "К-07", first_name="П.", patronymic="И."),),
    ),
    Good("signatory_has_authority", (change(Person, "К-07", authority=None),)),
    Good(
        "deputy_signs_by_a_paper_of_his_own",
        (change(Person, "Д-03", authority=Authority.ORDER),),
    ),
    Good(
        "acting_head_names_the_order",
        (change(Person, "М-01", acting=True, authority=Authority.ORDER),),
    ),
    Good("acting_is_said_once", (change(Person, "М-01", post="исполнительный директор"),)),
    Good(
        "authority_is_older_than_the_agreement",
        (change(Person, "Д-03", authority_date=day("28.08.2026")),),
    ),
    Good("signatory_belongs_to_the_party", (change(Person, "Д-03", organisation=None),)),
    Good(
        "one_person_one_row",
        (add(Person, "К-07", code="К-08", patronymic="Львович"),),
    ),
    Good(
        "names_are_spelt_one_way",
        (
            change(Person, "К-07", surname="Чертков"),
            add(Person, "К-07", code="К-08", surname="Чертов", first_name="Павел"),
        ),
    ),
    Good("programme_dates_are_in_order", (change(Programme, "КРАЙ", end=None),)),
    Good(
        "programme_runs_in_the_academic_year",
        (change(Programme, "КРАЙ", start=day("01.09.2025"), end=day("31.05.2028")),),
    ),
    Good("programme_has_hours", (change(Programme, "КРАЙ", hours=None),)),
    Good(
        "programme_title_has_no_quotes_of_its_own",
        (change(Programme, "КРАЙ", title="«Родной край» и «Мир вокруг»"),),
    ),
    Good(
        "preprofessional_programmes_are_of_the_arts",
        (
            change(
                Programme,
                "КРАЙ",
                kind=ProgrammeKind.PREPROFESSIONAL,
                direction=Direction.ARTISTIC,
            ),
        ),
    ),
    Good(
        "programme_is_approved_before_it_begins",
        (change(Programme, "КРАЙ", approval_date=day("01.09.2026")),),
    ),
    Good("agreement_dates_are_in_order", (change(Agreement, "ДС-01", end=day("30.06.2027")),)),
    Good(
        "agreement_is_signed_before_it_begins",
        (change(Agreement, "Д-01", date=day("01.09.2026")),),
    ),
    Good(
        "number_and_date_come_together",
        (change(Agreement, "Д-02", number="7", date=day("01.09.2026")),),
    ),
    Good("terms_are_longer_than_nothing", (change(Agreement, "С-01", claim_days=1),)),
    Good("copies_are_enough", (change(Agreement, "Д-02", copies=4),)),
    Good("electronic_agreement_has_no_copies", (change(Agreement, "Д-02", copies=3),)),
    Good("party_stands_once", (change(Party, 7, organisation="МУЗЕЙ"),)),
    Good("nobody_signs_for_both_sides", (change(Party, 3, signatory="К-07"),)),
    Good(
        "agreement_is_dated_by_the_last_signature",
        (
            change(Party, 0, signed_on=day("27.08.2026")),
            change(Party, 1, signed_on=day("28.08.2026")),
        ),
    ),
    Good(
        "agreement_is_dated_by_the_last_signature",
        (change(Party, 0, signed_on=day("03.09.2026")),),
    ),
    Good("child_rows_suit_the_kind", (add(ProgrammePart, 0, agreement="Д-02"),)),
    Good("free_agreement_names_no_money", _free()),
    Good("sum_is_more_than_nothing", (change(Agreement, "Д-01", amount=Decimal("0.01")),)),
    Good(
        "agreement_is_typed_once",
        (
            add(Agreement, "С-01", code="С-02", start=day("01.09.2029"), end=day("31.08.2030")),
            add(Party, 5, agreement="С-02"),
            add(Party, 6, agreement="С-02"),
            add(Party, 7, agreement="С-02"),
        ),
    ),
    Good("roles_suit_the_kind", (change(Party, 6, role=PartyRole.BASE),)),
    Good("one_base_organisation", (change(Party, 6, role=PartyRole.BASE),)),
    Good("one_base_organisation", (change(Party, 2, role=None),)),
    Good("one_coordinator", (change(Party, 5, role=None),)),
    Good("rows_name_the_parties", (change(Party, 1, organisation="НЕТ"),)),
    Good("organisations_named_are_parties", (change(Party, 1, organisation="НЕТ"),)),
    Good("people_named_belong_to_the_parties", (change(Party, 0, organisation=None),)),
    Good("teaching_participant_has_a_part", (change(ProgrammePart, 1, organisation="НЕТ"),)),
    Good("every_party_gives_resources", (change(Resource, 1, organisation=None),)),
    Good("there_is_a_participant", (drop(Party, 4),)),
    Good("base_runs_the_programme", (change(Programme, "КРАЙ", organisation=None),)),
    Good(
        "teaching_parties_are_licensed",
        (change(Organisation, "МУЗЕЙ", licence_covers_additional=False),),
    ),
    Good(
        "licence_is_older_than_the_lessons",
        (change(Organisation, "МУЗЕЙ", licence_checked_on=day("10.01.2020")),),
    ),
    Good("teaching_participant_has_a_part", (change(Party, 1, role=PartyRole.RESOURCE),)),
    Good("resource_participant_teaches_nothing", (change(ProgrammePart, 1, organisation="СОШ5"),)),
    Good("rows_name_the_parties", (change(Resource, 1, organisation="СОШ5"),)),
    Good("every_party_gives_resources", (add(Resource, 1, name="стол"),)),
    Good("resources_are_typed_once", (add(Resource, 1, name="стол"),)),
    Good("parts_fit_into_the_programme", (change(ProgrammePart, 1, hours=None),)),
    Good("parts_make_up_the_programme", (drop(ProgrammePart, 0, 1),)),
    Good("part_has_hours", (change(ProgrammePart, 1, hours=1),)),
    Good(
        "people_named_belong_to_the_parties",
        (change(Person, "К-07", organisation=None),),
    ),
    Good("organisations_named_are_parties", (change(Agreement, "Д-02", certificate_by="ИП"),)),
    Good("only_teachers_examine", (change(Agreement, "Д-01", certificate_by="ТЕХНО"),)),
    Good(
        "lessons_stay_inside_the_agreement",
        (change(Agreement, "Д-02", end=day("31.05.2027")),),
    ),
    Good("parts_stay_inside_the_lessons", (change(ProgrammePart, 1, start=day("01.09.2026")),)),
    Good(
        "lessons_match_the_programme",
        (change(Agreement, "Д-02", teaching_start=day("01.10.2026")),),
    ),
    Good(
        "lessons_are_held_where_a_licence_allows",
        (
            change(
                ProgrammePart,
                1,
                address="623000, обл. Свердловская, город Заречногорск, улица Заводская, дом 10",
            ),
        ),
    ),
    Good(  # the base teaches on the partner's premises
        "lessons_are_held_where_a_licence_allows",
        (
            change(ProgrammePart, 0, address="ул. Лесная, 1"),
            change(Resource, 1, kind=ResourceKind.PREMISES, address="г. Заречногорск, Лесная, 1"),
        ),
    ),
    Good(  # told once, at the organisation
        "lessons_are_held_where_a_licence_allows",
        (change(Organisation, "ТЕХНО", places=()),),
    ),
    Good("list_has_as_many_pupils_as_said", (drop(ListedPupil, 0, 1),)),
    Good("pupil_is_listed_once", (add(ListedPupil, 0, birth_date=day("15.03.2014")),)),
    Good("pupil_is_of_school_age", (change(ListedPupil, 0, birth_date=day("02.09.2007")),)),
    Good(
        "teaching_participant_gets_a_list",
        (change(Agreement, "Д-02", not_applicable=NOT_APPLICABLE),),
    ),
    Good(
        "personal_data_have_a_footing",
        (
            change(Agreement, "Д-02", personal_data=PersonalDataTransfer.OPERATOR),
            add(ListedPupil, 0, agreement="Д-02"),
        ),
    ),
    Good("fallback_is_there_for_teachers", (change(Party, 1, role=PartyRole.RESOURCE),)),
    Good("transport_has_somewhere_to_go", (change(Agreement, "Д-01", transport=Transport.BASE),)),
    Good("parents_are_told_in_time", (change(Agreement, "Д-02", inform_date=day("01.09.2026")),)),
    Good(
        "programme_approval_is_named",
        (
            change(Programme, "КРАЙ", approval_number=None, approval_date=None),
            change(Agreement, "Д-02", approval=ProgrammeApproval.JOINT),
        ),
    ),
    Good("approval_is_said_one_way", (change(Programme, "КРАЙ", approval=ProgrammeApproval.BASE),)),
    Good(
        "joint_approval_has_a_second_teacher",
        (change(Agreement, "Д-01", approval=ProgrammeApproval.JOINT),),
    ),
    Good("payer_is_not_the_payee", (change(Agreement, "Д-01", payer="ТЕХНО", payee="СОШ5"),)),
    Good("purchase_code_names_the_payer", (change(Agreement, "Д-01", purchase_code=None),)),
    Good("money_has_an_account", (change(Organisation, "МУЗЕЙ", bik=None),)),
    Good("cooperation_has_two_parties", (drop(Party, 7),)),
    Good(
        "one_coordinator",
        (change(Party, 7, role=PartyRole.COORDINATOR), change(Party, 5, role=PartyRole.MEMBER)),
    ),
    Good(
        "founder_takes_part_or_approves",
        (drop(Party, 5), change(Agreement, "С-01", approver="Н-01", not_applicable=frozenset())),
    ),
    Good(
        "approver_speaks_for_the_founder",
        (drop(Party, 5), change(Agreement, "С-01", approver="Н-01", not_applicable=frozenset())),
    ),
    Good("network_columns_stay_empty", (change(Agreement, "С-01", programme=None),)),
    Good("main_agreement_is_a_main_one", (change(Agreement, "ДС-01", main_agreement="С-01"),)),
    Good("there_is_something_to_change", (add(Amendment, 0, point="пункт 4.1"),)),
    Good(
        "parties_are_those_of_the_main_agreement",
        (add(Party, 0, agreement="ДС-01"), add(Party, 1, agreement="ДС-01")),
    ),
    Good(
        "change_comes_while_the_agreement_lives",
        (change(Agreement, "ДС-01", start=day("30.06.2027")),),
    ),
    Good("main_agreement_is_registered", (change(Agreement, "Д-01", number="12/1"),)),
    Good(
        "free_text_cites_what_is_in_force",
        (change(Agreement, "Д-02", note="по приказу Минпросвещения от 27.07.2022 № 629"),),
    ),
    Good(
        "free_text_cites_what_is_in_force",
        (change(Agreement, "Д-02", note="основание: приказ директора от 01.09.2026 № 196"),),
    ),
    Good("networked_programme_has_an_agreement", (drop(Agreement, "С-01"),)),
    # --- letters, notices, disagreements
    Good("letter_goes_to_a_party", (change(Dispatch, "П-01", addressee=None),)),
    Good(
        "letter_goes_to_somebody_else",
        (change(Dispatch, "П-01", addressee="СОШ5", sender="ТЕХНО"),),
    ),
    Good("executor_has_a_telephone", (change(Dispatch, "П-02", executor=None),)),
    Good(  # who keeps no letters is not asked for them
        "every_party_gets_its_letter",
        (drop(Dispatch, "П-01", "П-02", "П-03", "П-04", "П-05", "П-06"),),
    ),
    Good(
        "nothing_is_sent_twice",
        (add(Dispatch, "П-01", code="П-07", stage=DispatchStage.SIGNED, number="216"),),
    ),
    Good(
        "letter_has_number_and_date_or_neither",
        (change(Dispatch, "П-01", number=None, date=None),),
    ),
    Good(
        "outgoing_number_is_given_once",
        (change(Dispatch, "П-02", number="214", sender="МУЗЕЙ", addressee="СОШ5"),),
    ),
    Good(
        "letter_dates_follow_one_another",
        (change(Dispatch, "П-01", reply_by=day("20.08.2026")),),
    ),
    Good(
        "originals_go_on_paper",
        (change(Dispatch, "П-02", stage=DispatchStage.DRAFT, method=DispatchMethod.EMAIL),),
    ),
    Good("signed_copy_has_its_number", (change(Dispatch, "П-01", stage=DispatchStage.SIGNED),)),
    Good(
        "parents_hear_of_a_programme_once",
        (
            change(Agreement, "Д-02", programme="РОБО", inform_date=day("26.08.2026")),
            change(Agreement, "Д-01", inform_date=None),
        ),
    ),
    Good("parents_know_whom_to_ask", (change(Organisation, "УО", phone=None),)),
    Good("objections_come_from_a_party", (change(Disagreement, 1, organisation="ИП"),)),
    Good(
        "wordings_of_a_disagreement_differ",
        (change(Disagreement, 0, draft_wording="Пункт отсутствует."),),
    ),
    Good("an_objection_is_written_once", (change(Disagreement, 1, point="пункт 3.22"),)),
    Good("a_signed_agreement_is_agreed", (change(Disagreement, 0, agreed_wording="Иначе."),)),
    # --- meetings, questionnaires
    Good(
        "minutes_are_numbered_once", (change(Meeting, "СОВ-02", number="1", organisation="СОШ5"),)
    ),
    Good(
        "minutes_are_numbered_once",
        (change(Meeting, "СОВ-02", number="1", date=day("11.01.2027")),),
    ),
    Good("chair_and_secretary_are_two_people", (change(Meeting, "СОВ-02", secretary=None),)),
    Good("nobody_is_present_and_absent", (change(Meeting, "СОВ-02", absent=("Т-01",)),)),
    Good("decisions_belong_to_the_agenda", (change(Decision, 1, agenda_item=1),)),
    Good("every_agenda_item_is_decided", (add(Decision, 2, decided="Иное"),)),
    Good("votes_are_those_of_the_people_present", (change(Decision, 0, votes_for=2),)),
    Good("decisions_are_due_after_the_meeting", (change(Decision, 0, due=day("10.07.2026")),)),
    Good(
        "decisions_with_a_term_have_an_executor", (change(Decision, 0, responsible=(), due=None),)
    ),
    Good("questionnaire_has_questions", (drop(Question, 1),)),
    Good("questions_go_on_from_one", (drop(Question, 1),)),
    Good("a_choice_has_something_to_choose_from", (change(Question, 0, options=()),)),
    Good("an_open_question_offers_nothing", (change(Question, 1, kind=None),)),
    Good("options_are_said_once", (change(Question, 0, options=("да", "да, вместе")),)),
    Good(
        "an_anonymous_questionnaire_asks_no_names",
        (change(Question, 2, text="Ваша фамилия?"),),
    ),
    Good(
        "an_anonymous_questionnaire_asks_no_names",
        (change(Question, 0, text="Знаете ли вы названия программ?"),),
    ),
    # --- local acts
    Good(
        "number_and_date_of_an_act_come_together",
        (*ACTS, change(LocalAct, "СОШ5-REGIME", order_number=None, order_date=None)),
    ),
    Good(
        "programme_is_approved_by_one_order",
        (
            *ACTS,
            put(
                LocalAct,
                act(
                    "СОШ5",
                    ActKind.NETWORK_PROGRAMME,
                    programme="РОБО",
                    order_number="114-од",
                    order_date=day("26.08.2026"),
                    council_date=day("25.08.2026"),
                ),
            ),
        ),
    ),
    Good(
        "act_is_approved_after_it_was_heard",
        (
            *ACTS,
            change(LocalAct, "СОШ5-ADMISSION", parents_number="2", parents_date=day("28.08.2026")),
        ),
    ),
    Good(
        "act_begins_after_it_is_approved",
        (*ACTS, change(LocalAct, "СОШ5-REGIME", order_date=day("01.09.2026"))),
    ),
    Good("obligatory_acts_are_there", ()),  # nobody has begun to keep the sheet
    Good(
        "obligatory_acts_are_there",
        (*ACTS, change(Organisation, "ТЕХНО", teaches=False), drop(LocalAct, "ТЕХНО-REGIME")),
    ),
    Good(
        "act_of_a_kind_stands_once",
        (
            *ACTS,
            put(
                LocalAct,
                act(
                    "СОШ5",
                    ActKind.REGIME,
                    code="СТАРЫЙ",
                    effective=day("01.09.2025"),
                    ends=day("31.08.2026"),
                ),
            ),
        ),
    ),
    Good(
        "programme_act_belongs_to_its_base",
        (*ACTS, change(LocalAct, "ТЕХНО-REGIME", programme=None)),
    ),
    Good(  # a figure that the law sets need not be typed
        "act_has_its_parameters",
        (*ACTS, drop(ActParameter, parameter_row(ActParameterName.CERTIFICATE_DAYS))),
    ),
    Good(  # it is the base organisation that decides when a partner leaves
        "act_has_its_parameters",
        (
            *ACTS,
            change(
                ActParameter,
                parameter_row(ActParameterName.WITHDRAWAL_DAYS),
                organisation="СОШ5",
            ),
        ),
    ),
    Good(
        "parameter_can_be_read",
        (*ACTS, change(ActParameter, parameter_row(ActParameterName.DAY_END), value="19.30")),
    ),
    Good(
        "parameter_keeps_to_the_norm",
        (*ACTS, change(ActParameter, parameter_row(ActParameterName.DAY_END), value="20:00")),
    ),
    Good(
        "parameter_is_said_once",
        (
            *ACTS,
            add(ActParameter, parameter_row(ActParameterName.DAY_START), organisation="СОШ5"),
            add(ActParameter, parameter_row(ActParameterName.GROUP_SIZE), subject="11–15 лет"),
        ),
    ),
    Good(
        "parameter_says_what_for",
        (*ACTS, change(ActParameter, parameter_row(ActParameterName.DAY_START), subject=None)),
    ),
    Good(
        "holidays_are_inside_the_year",
        (
            *ACTS,
            change(
                ActParameter,
                parameter_row(ActParameterName.DAYS_OFF),
                value="с 01.09.2026 по 02.09.2026",
            ),
        ),
    ),
    Good(  # a week of holidays without lessons is no week of lessons
        "weeks_add_up_to_the_programme",
        (
            *ACTS,
            change(ActParameter, parameter_row(ActParameterName.WEEKS), value="39"),
            change(
                ActParameter,
                parameter_row(ActParameterName.HOLIDAY_LESSONS),
                value="не проводятся",
            ),
        ),
    ),
    Good(
        "plan_makes_up_the_programme",
        (*ACTS, change(PlanRow, 0, theory=11, practice=25)),
    ),
    Good(
        "plan_agrees_with_the_parts",
        (*ACTS, add(PlanRow, 0, theory=0, practice=0)),
    ),
    Good(  # nobody can say who teaches before the agreements are there
        "plan_is_taught_by_the_network",
        (
            *ACTS,
            change(PlanRow, 1, organisation="МУЗЕЙ"),
            drop(Agreement, "Д-01", "Д-02", "С-01", "ДС-01"),
        ),
    ),
    Good("plan_has_rows", (*ACTS, drop(PlanRow, 0))),
    # --- network.xlsx
    Good(
        "periods_of_reports_are_in_order",
        (change(Report, "СПР-01", period_end=day("01.09.2026")),),
    ),
    Good("deficit_is_filled_by_another", (change(Deficit, 0, filled_by=None),)),
    Good("deficit_is_told_once", (add(Deficit, 1, organisation="СОШ5"),)),
    Good("direction_is_told_once", (add(DirectionDemand, 0, content="беспилотники"),)),
    Good("potential_is_told_once", (add(Potential, 0, organisation="ИП"),)),
    Good("staff_of_a_post_stands_once", (add(StaffFigure, 0, organisation="ТЕХНО"),)),
    Good("some_of_the_staff_are_no_more_than_all", (change(StaffFigure, 0, young=2),)),
    Good("member_stands_once_in_a_model", (add(NetworkMember, 1, organisation="МУЗЕЙ"),)),
    Good("model_has_one_coordinator", (drop(NetworkMember, 0, 1),)),
    Good("indicator_is_told_once", (add(Indicator, 2, name="Недовольны"),)),
    Good("indicator_keeps_its_unit", (change(Indicator, 1, unit="Чел."),)),
    Good("per_cent_is_within_a_hundred", (change(Indicator, 2, fact=100),)),
    Good("per_cent_is_within_a_hundred", (change(Indicator, 0, fact=800),)),
    Good("typed_fact_is_what_the_rows_tell", (change(Indicator, 1, fact=12),)),
    Good(  # no agreement of that year: the rows can't tell
        "typed_fact_is_what_the_rows_tell",
        (change(Indicator, 0, measured=Measured.PUPILS),),
    ),
    Good(
        "fact_is_of_a_period_that_has_begun",
        (change(Indicator, 3, period_start=day("22.11.2026"), period_end=day("31.05.2027")),),
    ),
    Good(  # the period is not over yet
        "missed_plan_has_its_reason",
        (change(Indicator, 0, reason=None, period_end=day("31.12.2026")),),
    ),
    Good("speakers_are_present", (change(Decision, 0, spoke=("Н-01", "Т-01")),)),
    Good(
        "licences_were_checked_for_the_register",
        (
            add(
                Organisation,
                "ТЕХНО",
                code="НОШ",
                full_name="муниципальное учреждение «Школа № 6»",
                short_name="МКОУ НОШ № 6",
                inn="6600000058",
                ogrn="1026600000054",
                head="Л-01",
                licence_number="Л035-01277-66/00190006",
                licence_checked_on=day("02.06.2026"),
            ),
            add(Person, "Т-01", code="Л-01", surname="Лунин", organisation="НОШ"),
        ),
    ),
    Good("plan_is_approved_one_way", (add(RoadmapApproval, 0, person="Т-01"),)),
    Good(
        "plan_is_approved_before_it_begins",
        (
            change(RoadmapApproval, 0, date=day("01.09.2026")),
            change(RoadmapApproval, 1, date=day("05.09.2026")),
            change(RoadmapApproval, 2, date=None),
        ),
    ),
    Good("plan_dates_are_in_order", (change(Roadmap, "ПГ-1", start=day("31.05.2027")),)),
    Good(
        "plan_has_measures_and_tasks",
        (change(Roadmap, "ДК-1", kind=PlanKind.INTERACTION), drop(Task, 0)),
    ),
    Good(
        "measures_are_numbered_without_gaps",
        (change(Measure, "М-2", number="1.1"), change(Measure, "М-3", number="2.")),
    ),
    Good(
        "measures_are_numbered_without_gaps",
        (
            change(Measure, "М-1", number="1.1"),
            change(Measure, "М-2", number="1.2"),
            change(Measure, "М-3", number="2.1"),
        ),
    ),
    Good("measures_are_numbered_without_gaps", (change(Measure, "М-3", number="III"),)),
    Good(
        "measures_have_executors",
        (change(Roadmap, "ПГ-1", kind=PlanKind.ANNEX), change(Measure, "М-5", executors=())),
    ),
    Good(
        "measures_have_results",
        (change(Roadmap, "ПГ-1", kind=PlanKind.ANNEX), change(Measure, "М-5", result=None)),
    ),
    Good(
        "measures_have_terms",
        (change(Measure, "М-2", term="ежемесячно", ends=day("31.05.2027")),),
    ),
    Good("terms_stay_inside_the_plan", (change(Measure, "М-3", term="31.05.2027"),)),
    Good(
        "terms_go_forward",
        (
            change(Measure, "М-2", term="сентябрь 2026 – май 2027 года"),
            change(Measure, "М-3", term="до 1 мая 2027 года"),
        ),
    ),
    Good("events_say_where_and_for_whom", (change(Measure, "М-1", place=None, form=None),)),
    Good("partners_of_interaction_are_named", (change(Measure, "М-5", organisations=()),)),
    Good(
        "names_in_groups_are_those_of_the_directory",
        (change(Measure, "М-2", groups=("директор Тарасов И.И.", "О.О. Мирная", "Совет РФ")),),
    ),
    Good("progress_is_of_days_that_have_come", (change(Progress, 0, date=day("22.11.2026")),)),
    Good(
        "free_text_cites_what_is_in_force",
        (
            change(Roadmap, "ДК-1", start=day("01.06.2022"), end=day("31.12.2022")),
            change(RoadmapApproval, 0, date=day("30.05.2022")),
            change(RoadmapApproval, 1, date=day("30.05.2022")),
            change(Measure, "М-1", result="По приказу Минпросвещения от 09.11.2018 № 196"),
        ),
    ),
]
