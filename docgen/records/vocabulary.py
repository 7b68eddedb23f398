"""Words that the sheets choose from: every drop-down list of the workbooks."""

from __future__ import annotations

import enum


class Sex(enum.StrEnum):
    MALE = "мужской"
    FEMALE = "женский"


class NameGender(enum.StrEnum):
    """Grammatical gender of an organisation's full name (учреждение — средний)."""

    MASCULINE = "мужской"
    FEMININE = "женский"
    NEUTER = "средний"


class LegalForm(enum.StrEnum):
    """Организационно-правовая форма, as far as a paper's wording depends on it."""

    INSTITUTION = "учреждение"
    COMPANY = "общество"
    NONPROFIT = "некоммерческая организация"
    ENTREPRENEUR = "индивидуальный предприниматель"
    AUTHORITY = "орган управления"


class Authority(enum.StrEnum):
    """Основание полномочий: what a signatory acts on."""

    CHARTER = "Устав"
    REGULATION = "Положение"
    POWER_OF_ATTORNEY = "доверенность"
    ORDER = "приказ"
    EGRIP = "запись в ЕГРИП"


class LicenceStatus(enum.StrEnum):
    ACTIVE = "действует"
    SUSPENDED = "приостановлена"
    TERMINATED = "прекращена"


class Direction(enum.StrEnum):
    """Направленность: the six of the Порядок (приказ № 629)."""

    TECHNICAL = "техническая"
    NATURAL_SCIENCE = "естественнонаучная"
    SPORT = "физкультурно-спортивная"
    ARTISTIC = "художественная"
    TOURISM = "туристско-краеведческая"
    SOCIAL = "социально-гуманитарная"


class ProgrammeKind(enum.StrEnum):
    """Вид дополнительной общеобразовательной программы (ст. 75 ч. 2)."""

    GENERAL = "общеразвивающая"
    PREPROFESSIONAL = "предпрофессиональная"


class StudyForm(enum.StrEnum):
    FULL_TIME = "очная"
    PART_TIME = "очно-заочная"
    EXTRAMURAL = "заочная"


class AgreementKind(enum.StrEnum):
    NETWORK = "договор о сетевой форме"
    COOPERATION = "соглашение о сотрудничестве"
    SUPPLEMENTARY = "дополнительное соглашение"


class Funding(enum.StrEnum):
    FREE = "безвозмездно"
    PAYMENT = "оплата услуг"
    REIMBURSEMENT = "возмещение затрат"


class ProgrammeApproval(enum.StrEnum):
    """Who approves the networked programme (NET-07)."""

    BASE = "базовой организацией"
    JOINT = "совместно"


class Transport(enum.StrEnum):
    """How pupils get to the partner's premises (NET-20)."""

    NONE = "не требуется"
    BASE = "базовая организация"
    PARTICIPANT = "организация-участник"
    PARENTS = "родители"


class PersonalDataTransfer(enum.StrEnum):
    """On what footing the list of pupils goes to the partner (NET-19)."""

    NONE = "не передаются"
    INSTRUCTION = "поручение обработки"
    OPERATOR = "самостоятельный оператор"


class Signing(enum.StrEnum):
    PAPER = "на бумаге"
    ELECTRONIC = "электронной подписью"


class VoteRule(enum.StrEnum):
    MAJORITY = "большинством голосов"
    UNANIMOUS = "единогласно"


class Renewal(enum.StrEnum):
    NONE = "не продлевается"
    SAME_TERM = "на тот же срок"


class PartyRole(enum.StrEnum):
    """Роль стороны (NET-01, NET-02, MUL-02)."""

    BASE = "базовая организация"
    TEACHING = "участник, ведущий часть программы"
    RESOURCE = "участник, предоставляющий ресурсы"
    COORDINATOR = "координатор"
    MEMBER = "участник сети"


class ResourceKind(enum.StrEnum):
    PREMISES = "помещение"
    EQUIPMENT = "оборудование"
    STAFF = "кадры"
    METHODICAL = "учебно-методические материалы"
    INFORMATION = "информационные ресурсы"


class AmendmentAction(enum.StrEnum):
    REPLACE = "изложить в новой редакции"
    ADD = "дополнить"
    DELETE = "исключить"


class GuardianStatus(enum.StrEnum):
    """Who a legal representative is to the pupil (СК ст. 64, 48-ФЗ)."""

    MOTHER = "мать"
    FATHER = "отец"
    ADOPTER = "усыновитель"
    GUARDIAN = "опекун"
    TRUSTEE = "попечитель"
    FOSTER = "приёмный родитель"


class EnrolmentFunding(enum.StrEnum):
    """Источник финансирования: which contract a pupil has, and whether he needs one."""

    TASK = "муниципальное задание"
    CERTIFICATE = "социальный сертификат"
    FEE = "плата"


class SpecialNeedsPaper(enum.StrEnum):
    """What says which conditions a pupil needs; never what he suffers from (APP-08)."""

    COMMISSION = "заключение ПМПК"
    REHABILITATION = "ИПРА"


class ConsentScope(enum.StrEnum):
    """Which pupils a consent to data processing is offered to."""

    EVERYONE = "всем"
    NETWORK = "сетевые программы"
    MEDICAL = "медицинское заключение"
    SPECIAL_NEEDS = "ОВЗ или инвалидность"


class DocumentKind(enum.StrEnum):
    """Вид распорядительного документа: decided by who issues it (norms/content.md 7.1)."""

    ORDER = "приказ"
    INSTRUCTION = "распоряжение"
    RESOLUTION = "постановление"


class OrderKind(enum.StrEnum):
    """О чём приказ: each makes a paper of its own kind."""

    ROADMAP = "об утверждении дорожной карты"
    MODEL = "об утверждении модели"
    NETWORK = "о сетевом взаимодействии"
    RESPONSIBLE = "о назначении ответственных"
    PROGRAMMES = "об утверждении программ"
    ENROL = "о зачислении"
    TRANSFER = "о переводе к участнику"
    EXPEL = "об отчислении"
    RESULTS = "по итогам"


class ItemAction(enum.StrEnum):
    """What an item of an order does with the people it names."""

    TASK = "поручить"
    APPOINT = "назначить ответственным"


class AnnexContent(enum.StrEnum):
    """Что в приложении к приказу."""

    PUPILS = "список обучающихся"
    ORGANISATIONS = "перечень организаций"
    AGREEMENTS = "сведения о сетевых договорах"
    PROGRAMMES = "перечень программ"
    TEXT = "текст"
    SEPARATE = "отдельный документ"


class ExpulsionReason(enum.StrEnum):
    """Основание прекращения образовательных отношений (ст. 61 Закона № 273-ФЗ)."""

    COMPLETED = "завершение обучения"
    OWN_WISH = "инициатива обучающегося или родителей"
    ORGANISATION = "инициатива организации"
    BEYOND_CONTROL = "обстоятельства, не зависящие от воли сторон"


class LayoutStandard(enum.StrEnum):
    """Style profile: which edition of the ГОСТ the office keeps to."""

    GOST_2025 = "ГОСТ Р 7.0.97-2025"
    GOST_2016 = "ГОСТ Р 7.0.97-2016"


class ParticipleAgreement(enum.StrEnum):
    """What «действующего/действующей» agrees with (norms/office.md 3.1)."""

    BY_NAME = "по имени"
    BY_POST = "по должности"


class ReportKind(enum.StrEnum):
    """Which справка or register a row of «Справки и реестры» asks for."""

    RESOURCES = "аналитическая справка о дефицитах"
    DIRECTIONS = "реестр направлений"
    PARTNERS = "реестр организаций-партнёров"
    POTENTIAL = "информационная справка о потенциале"
    MONITORING = "справка по итогам мониторинга"
    STAFF = "анализ кадрового обеспечения"
    LICENCES = "реестр лицензий"
    DISPATCH = "реестр отправки"


class DeficitKind(enum.StrEnum):
    """What a network lacks: материально-технические, кадровые и иные ресурсы (roadmap, step 1)."""

    EQUIPMENT = "материально-технический"
    PREMISES = "инфраструктурный"
    STAFF = "кадровый"
    METHODICAL = "учебно-методический"
    INFORMATION = "информационный"
    FINANCIAL = "финансовый"


class Severity(enum.StrEnum):
    """How much a deficit hinders the programme."""

    CRITICAL = "критический"
    SUBSTANTIAL = "существенный"
    MINOR = "незначительный"


class Readiness(enum.StrEnum):
    """Whether an organisation can enter the network."""

    READY = "готова"
    CONDITIONAL = "готова при условии"
    NOT_READY = "не готова"


class NetworkActivity(enum.StrEnum):
    """Роль в сети: an active member runs programmes or gives resources, a passive one uses them."""

    ACTIVE = "активная"
    PASSIVE = "пассивная"


class NetworkRole(enum.StrEnum):
    """Whom an organisation is in the municipal model."""

    FOUNDER = "учредитель"
    COORDINATOR = "координатор"
    BASE = "базовая организация"
    PARTICIPANT = "организация-участник"
    RESOURCE = "ресурсная организация"


class RiskLevel(enum.StrEnum):
    HIGH = "высокая"
    MIDDLE = "средняя"
    LOW = "низкая"


class Measured(enum.StrEnum):
    """What the fact of an indicator is counted from, when the rows of the year can tell it."""

    PUPILS = "обучающиеся по договорам"
    ENROLLED = "зачисленные обучающиеся"
    AGREEMENTS = "договоры о сетевой форме"
    PROGRAMMES = "программы в сетевой форме"
    PARTNER_HOURS = "часы, которые ведут партнёры"
    PARTNERS = "организации-партнёры"
    LICENSED = "организации с подвидом лицензии"


class BetterWhen(enum.StrEnum):
    """Which way an indicator should go."""

    MORE = "больше"
    LESS = "меньше"


class Audience(enum.StrEnum):
    """Whom a questionnaire asks (plan, section 3)."""

    TEACHER = "педагог"
    PUPIL = "обучающийся"
    PARENT = "родитель"


class QuestionKind(enum.StrEnum):
    ONE = "один ответ"
    MANY = "несколько ответов"
    SCALE = "шкала"
    OPEN = "открытый"


class PlanKind(enum.StrEnum):
    """Which plan a row of «Дорожные карты» is."""

    ROADMAP = "дорожная карта"
    ANNEX = "план-приложение к приказу"
    INTERACTION = "план взаимодействия"
    EVENTS = "план-график мероприятий"


class ApprovalWay(enum.StrEnum):
    """Гриф утверждения by a person or by a document (MAP-01), согласования (MAP-03)."""

    PERSON = "УТВЕРЖДАЮ"
    AGREED = "СОГЛАСОВАНО"
    PAPER = "утверждён документом"
    ANNEX = "приложение к документу"


class ApprovingPaper(enum.StrEnum):
    ORDER = "приказ"
    DIRECTIVE = "распоряжение"
    RESOLUTION = "постановление"
    PROTOCOL = "протокол"


class MeasureState(enum.StrEnum):
    """What an entry of «Ход исполнения» says of its measure."""

    BEGUN = "начато"
    PARTLY = "исполнено частично"
    DONE = "исполнено"
    POSTPONED = "срок перенесён"
    CANCELLED = "отменено"


class DispatchStage(enum.StrEnum):
    """What a cover letter sends, and so what it asks for."""

    DRAFT = "проект на согласование"
    TO_SIGN = "на подпись"
    SIGNED = "подписанный экземпляр"


class DispatchMethod(enum.StrEnum):
    """How a letter goes."""

    EMAIL = "электронной почтой"
    POST = "почтой"
    COURIER = "нарочным"
    EXCHANGE = "через систему электронного документооборота"


class ActKind(enum.StrEnum):
    """Виды локальных актов (norms/content.md 6.2)."""

    NETWORK = "положение о сетевой форме"
    ADMISSION = "правила приёма"
    RELATIONS = "порядок оформления отношений"
    REGIME = "режим занятий"
    CREDIT = "порядок зачёта результатов"
    ASSESSMENT = "положение о контроле и аттестации"
    PERSONAL_DATA = "политика обработки персональных данных"
    PAID = "положение о платных услугах"
    CALENDAR = "календарный учебный график"
    TRAINING_PLAN = "учебный план"
    NETWORK_PROGRAMME = "сетевая программа"


class ActParameterName(enum.StrEnum):
    """What acts print and each organisation settles itself; ``norms/act_parameters.toml`` says
    of each which acts need it, what it looks like and how far the law lets it go."""

    SITE_DAYS = "Срок размещения на сайте, рабочих дней"
    ATTENDANCE_DAYS = "Срок сообщения о посещаемости, рабочих дней"
    RESULTS_DAYS = "Срок передачи результатов, рабочих дней"
    INFORM_DAYS = "Срок уведомления о сетевой форме, рабочих дней"
    WITHDRAWAL_DAYS = "Срок решения при выходе партнёра, рабочих дней"
    ADMISSION_PERIOD = "Период приёма заявлений"
    CHANNELS = "Способы подачи заявления"
    DOCUMENTS = "Документы при приёме"
    DECISION_DAYS = "Срок решения о приёме, рабочих дней"
    FREE_CONTRACT = "Договор при обучении без оплаты"
    DISABILITIES = "Обучение детей с ОВЗ"
    ENROL_DAYS = "Срок приказа о зачислении, рабочих дней"
    CHANGE_DAYS = "Срок приказа об изменении отношений, рабочих дней"
    EXPEL_DAYS = "Срок приказа об отчислении, рабочих дней"
    CERTIFICATE_DAYS = "Срок выдачи справки об обучении, дней"
    SUSPENSION_MONTHS = "Срок приостановления, не более месяцев"
    REINSTATEMENT_MONTHS = "Срок восстановления, не более месяцев"
    YEAR_START = "Начало учебного года"
    YEAR_END = "Окончание учебного года"
    DAYS_A_WEEK = "Учебных дней в неделю, не более"
    DAY_START = "Начало занятий"
    DAY_END = "Окончание занятий"
    DAY_END_SENIOR = "Окончание занятий для 16–18 лет"
    HOLIDAY_LESSONS = "Занятия в каникулы"
    LESSON_MINUTES = "Длительность занятия, минут"
    BREAK_MINUTES = "Перерыв между занятиями, минут"
    LESSONS_A_DAY = "Занятий в день, не более"
    GROUP_SIZE = "Наполняемость группы, не более человек"
    TRANSFER_MINUTES = "Время на переход между площадками, минут"
    CREDIT_BODY = "Кто рассматривает зачёт"
    CREDIT_DAYS = "Срок решения о зачёте, рабочих дней"
    CREDIT_REFUSAL_DAYS = "Срок извещения об отказе в зачёте, рабочих дней"
    CURRENT_FORMS = "Формы текущего контроля"
    INTERIM_FORMS = "Формы промежуточной аттестации"
    INTERIM_TIME = "Время промежуточной аттестации"
    LEVELS = "Уровни освоения программы"
    RETAKE_WEEKS = "Срок повторной аттестации, не более недель"
    RESULTS_YEARS = "Срок хранения результатов, лет"
    OPERATOR_NUMBER = "Номер в реестре операторов"
    ANSWER_DAYS = "Срок ответа о персональных данных, рабочих дней"
    FILES_YEARS = "Срок хранения сведений об обучающихся, лет"
    PRICE_ORDER_NUMBER = "Номер приказа о стоимости"
    PRICE_ORDER_DATE = "Дата приказа о стоимости"
    PAID_SERVICES = "Платные услуги"
    DISCOUNTS = "Основания снижения стоимости"
    PAYMENT_DAY = "Число месяца, до которого вносится плата"
    REFUND_DAYS = "Срок возврата средств, дней"
    HOLIDAYS = "Каникулы"
    DAYS_OFF = "Нерабочие дни"
    INTERIM_PERIOD = "Период аттестации"
    WEEKS = "Учебных недель"
