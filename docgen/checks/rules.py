"""The list of rules: the one place that a new check joins."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from docgen.checks import (
    agreements,
    bundle,
    citations,
    cooperation_agreements,
    letters,
    meetings,
    network_agreements,
    organisations,
    people,
    programmes,
    questionnaires,
    required,
    supplementary_agreements,
)
from docgen.checks.facts import Facts
from docgen.diagnostics import Diagnostic
from docgen.norms.acts import Acts, load_acts
from docgen.records.tables import Tables

Rule = Callable[[Facts], Iterable[Diagnostic]]

RULES: tuple[Rule, ...] = (
    required.required_cells_are_filled,
    organisations.identifiers_fit_legal_form,
    organisations.entrepreneur_has_no_kpp,
    organisations.accounts_fit_bik,
    organisations.treasury_accounts_have_their_shape,
    organisations.treasury_account_names_the_oktmo,
    organisations.accounts_have_their_bank,
    organisations.licence_number_is_from_the_register,
    organisations.licence_dates_are_in_order,
    organisations.teaching_organisation_has_places,
    organisations.gender_of_a_party_is_known,
    organisations.organisation_stands_once,
    organisations.head_belongs_to_the_organisation,
    organisations.authority_fits_legal_form,
    people.sex_of_a_signatory_is_known,
    people.sex_agrees_with_the_patronymic,
    people.signatory_is_named_in_full,
    people.signatory_has_authority,
    people.deputy_signs_by_a_paper_of_his_own,
    people.acting_head_names_the_order,
    people.acting_is_said_once,
    people.authority_is_older_than_the_agreement,
    people.signatory_belongs_to_the_party,
    people.one_person_one_row,
    people.names_are_spelt_one_way,
    programmes.programme_dates_are_in_order,
    programmes.programme_runs_in_the_academic_year,
    programmes.programme_has_hours,
    programmes.programme_title_has_no_quotes_of_its_own,
    programmes.preprofessional_programmes_are_of_the_arts,
    programmes.programme_is_approved_before_it_begins,
    agreements.agreement_dates_are_in_order,
    agreements.agreement_is_signed_before_it_begins,
    agreements.number_and_date_come_together,
    agreements.terms_are_longer_than_nothing,
    agreements.copies_are_enough,
    agreements.electronic_agreement_has_no_copies,
    agreements.party_stands_once,
    agreements.nobody_signs_for_both_sides,
    agreements.agreement_is_dated_by_the_last_signature,
    agreements.child_rows_suit_the_kind,
    agreements.free_agreement_names_no_money,
    agreements.sum_is_more_than_nothing,
    agreements.agreement_is_typed_once,
    agreements.roles_suit_the_kind,
    network_agreements.one_base_organisation,
    network_agreements.there_is_a_participant,
    network_agreements.base_runs_the_programme,
    network_agreements.teaching_parties_are_licensed,
    network_agreements.licence_is_older_than_the_lessons,
    network_agreements.teaching_participant_has_a_part,
    network_agreements.resource_participant_teaches_nothing,
    network_agreements.rows_name_the_parties,
    network_agreements.every_party_gives_resources,
    network_agreements.resources_are_typed_once,
    network_agreements.parts_fit_into_the_programme,
    network_agreements.parts_make_up_the_programme,
    network_agreements.part_has_hours,
    network_agreements.people_named_belong_to_the_parties,
    network_agreements.organisations_named_are_parties,
    network_agreements.only_teachers_examine,
    network_agreements.lessons_stay_inside_the_agreement,
    network_agreements.parts_stay_inside_the_lessons,
    network_agreements.lessons_match_the_programme,
    network_agreements.lessons_are_held_where_a_licence_allows,
    network_agreements.list_has_as_many_pupils_as_said,
    network_agreements.pupil_is_listed_once,
    network_agreements.pupil_is_of_school_age,
    network_agreements.teaching_participant_gets_a_list,
    network_agreements.personal_data_have_a_footing,
    network_agreements.fallback_is_there_for_teachers,
    network_agreements.transport_has_somewhere_to_go,
    network_agreements.parents_are_told_in_time,
    network_agreements.programme_approval_is_named,
    network_agreements.approval_is_said_one_way,
    network_agreements.joint_approval_has_a_second_teacher,
    network_agreements.payer_is_not_the_payee,
    network_agreements.purchase_code_names_the_payer,
    network_agreements.money_has_an_account,
    cooperation_agreements.cooperation_has_two_parties,
    cooperation_agreements.one_coordinator,
    cooperation_agreements.founder_takes_part_or_approves,
    cooperation_agreements.approver_speaks_for_the_founder,
    cooperation_agreements.network_columns_stay_empty,
    supplementary_agreements.main_agreement_is_a_main_one,
    supplementary_agreements.there_is_something_to_change,
    supplementary_agreements.parties_are_those_of_the_main_agreement,
    supplementary_agreements.change_comes_while_the_agreement_lives,
    supplementary_agreements.main_agreement_is_registered,
    letters.letter_goes_to_a_party,
    letters.letter_goes_to_somebody_else,
    letters.executor_has_a_telephone,
    letters.every_party_gets_its_letter,
    letters.nothing_is_sent_twice,
    letters.letter_has_number_and_date_or_neither,
    letters.outgoing_number_is_given_once,
    letters.letter_dates_follow_one_another,
    letters.originals_go_on_paper,
    letters.signed_copy_has_its_number,
    letters.parents_hear_of_a_programme_once,
    letters.parents_know_whom_to_ask,
    letters.objections_come_from_a_party,
    letters.wordings_of_a_disagreement_differ,
    letters.an_objection_is_written_once,
    letters.a_signed_agreement_is_agreed,
    meetings.minutes_are_numbered_once,
    meetings.chair_and_secretary_are_two_people,
    meetings.nobody_is_present_and_absent,
    meetings.decisions_belong_to_the_agenda,
    meetings.every_agenda_item_is_decided,
    meetings.votes_are_those_of_the_people_present,
    meetings.decisions_are_due_after_the_meeting,
    meetings.decisions_with_a_term_have_an_executor,
    questionnaires.questionnaire_has_questions,
    questionnaires.questions_go_on_from_one,
    questionnaires.a_choice_has_something_to_choose_from,
    questionnaires.an_open_question_offers_nothing,
    questionnaires.options_are_said_once,
    questionnaires.an_anonymous_questionnaire_asks_no_names,
    citations.free_text_cites_what_is_in_force,
    citations.table_of_acts_is_fresh,
    bundle.networked_programme_has_an_agreement,
)
"""Every rule, in the order in which its faults are told."""


def check_all(
    tables: Tables,
    on: datetime.date,
    *,
    known: Iterable[Diagnostic] = (),
    acts: Acts | None = None,
) -> list[Diagnostic]:
    """Every fault of the linked tables; ``on`` is the day of the run.

    ``known`` are the diagnostics of reading and linking: a cell that could not be read is
    empty here, and would be told of twice. ``acts`` is the office's table of acts.
    """
    facts = Facts(tables, on, acts or load_acts())
    told = required.told_before(known)
    return [
        diagnostic
        for rule in RULES
        for diagnostic in rule(facts)
        if not required.follows(diagnostic, told)
    ]
