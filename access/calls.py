"""The table desk call × post: every call of the desk, who may make it and what entitles them.

`docs/gate.md` shows this table; a test holds the two together and another walks the table with
every post. A call that is not listed cannot be made: deny by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from archive.people import Post


class Basis(StrEnum):
    """What entitles a person to make a call."""

    OWN = "own"  # one's own affairs: session, password, own forms; the house's own structure
    OFFICE = "office"  # running the system: accounts, audit, verification; never content
    DUTY = "duty"  # a task that the post carries, bound to what the task is about
    FORM = "form"  # an approved query form of the reader
    SIGNATURE = "signature"  # the approver that the regulation names, with the password again


class Call(StrEnum):
    """Every call of the desk, as `noun.verb`; also the act that audit rows name."""

    SESSIONS_LOGIN = "sessions.login"
    SESSIONS_LOGOUT = "sessions.logout"
    SESSIONS_CHANGE_PASSWORD = "sessions.change_password"  # noqa: S105 - a call's name
    SESSIONS_LIST = "sessions.list"
    SESSIONS_LOGOUT_EVERYWHERE = "sessions.logout_everywhere"
    PEOPLE_FOUND = "people.found"
    PEOPLE_ADD = "people.add"
    PEOPLE_LIST = "people.list"
    PEOPLE_SET_POSTS = "people.set_posts"
    PEOPLE_SET_PASSWORD = "people.set_password"  # noqa: S105 - a call's name
    PEOPLE_DEACTIVATE = "people.deactivate"
    PEOPLE_ACTIVATE = "people.activate"
    QUALIFICATIONS_RECORD = "qualifications.record"
    QUALIFICATIONS_LIST = "qualifications.list"
    QUALIFICATIONS_WITHDRAW = "qualifications.withdraw"
    DEPUTIES_APPOINT = "deputies.appoint"
    DEPUTIES_LIST = "deputies.list"
    DEPUTIES_END = "deputies.end"
    CLOCK_ACCEPT = "clock.accept"
    HOUSE_ADD_COMPANY = "house.add_company"
    HOUSE_ADD_DEPARTMENT = "house.add_department"
    HOUSE_LIST = "house.list"
    FORMS_NEW = "forms.new"
    FORMS_LIST = "forms.list"
    FORMS_SHOW = "forms.show"
    FORMS_APPROVE = "forms.approve"
    FORMS_CHANGE = "forms.change"
    FORMS_SUBMIT = "forms.submit"
    FORMS_WITHDRAW = "forms.withdraw"
    FORMS_ISSUE = "forms.issue"
    FORMS_GIVE_BACK = "forms.give_back"
    FORMS_TAKE_BACK = "forms.take_back"
    FORMS_REJECT = "forms.reject"
    FORMS_REVOKE = "forms.revoke"
    FORM_SHEETS_PRINT = "form_sheets.print"
    FORM_SHEETS_LIST = "form_sheets.list"
    FORM_SHEETS_IMAGE = "form_sheets.image"
    FORM_SHEETS_ATTEST = "form_sheets.attest"
    FORM_SHEETS_CHECK = "form_sheets.check"
    LENDING_LIST = "lending.list"
    LENDING_LEND = "lending.lend"
    LENDING_TAKE_BACK = "lending.take_back"
    SHELVES_LIST = "shelves.list"
    SHELVES_PUT = "shelves.put"
    STANDING_LIST = "standing.list"
    STANDING_SIGN = "standing.sign"
    STANDING_REVOKE = "standing.revoke"
    DECLARED_NEW = "declared.new"
    DECLARED_LIST = "declared.list"
    URGENT_NEW = "urgent.new"
    URGENT_LIST = "urgent.list"
    URGENT_READS = "urgent.reads"
    URGENT_REVIEW = "urgent.review"
    NOTICES_UNSEEN = "notices.unseen"
    NOTICES_SEE = "notices.see"
    READING_SEARCH = "reading.search"
    READING_EXPLAIN = "reading.explain"
    READING_SHOW = "reading.show"
    READING_IMAGE = "reading.image"
    READING_EXPORT = "reading.export"
    AUDIT_LIST = "audit.list"
    AUDIT_VERIFY = "audit.verify"
    AUDIT_EXPORT = "audit.export"
    AUDIT_PROVE = "audit.prove"
    CHECKPOINTS_MAKE = "checkpoints.make"
    CHECKPOINTS_KEYS = "checkpoints.keys"
    CHECKPOINTS_ROTATE_KEY = "checkpoints.rotate_key"
    CHECKPOINTS_REPLACE_KEY = "checkpoints.replace_key"
    CUSTOMERS_ADD = "customers.add"
    CUSTOMERS_UPDATE = "customers.update"
    CUSTOMERS_IMPORT = "customers.import"
    CUSTOMERS_LIST = "customers.list"
    CUSTOMERS_SHOW = "customers.show"
    CUSTOMERS_PROPOSED = "customers.proposed"
    CUSTOMERS_ACCEPT = "customers.accept"
    CUSTOMERS_ADD_ALIAS = "customers.add_alias"
    CONTRACTS_ADD = "contracts.add"
    CONTRACTS_IMPORT = "contracts.import"
    CONTRACTS_LIST = "contracts.list"
    REVIEW_LIST = "review.list"
    REVIEW_SHOW = "review.show"
    REVIEW_IMAGE = "review.image"
    REVIEW_SETTLE = "review.settle"
    LEARNT_LIST = "learnt.list"
    LEARNT_SHOW = "learnt.show"
    LEARNT_TAKE_BACK = "learnt.take_back"
    ALIASES_LIST = "aliases.list"
    ALIASES_ACCEPT = "aliases.accept"
    ALIASES_REJECT = "aliases.reject"
    RULINGS_EXPLAIN_PAGES = "rulings.explain_pages"
    RULINGS_EXPLAIN_PART = "rulings.explain_part"
    RULINGS_EXPLAIN_DOCUMENT = "rulings.explain_document"
    RULINGS_CASE_OF_PART = "rulings.case_of_part"
    RULINGS_CASE_OF_DOCUMENT = "rulings.case_of_document"
    DOCUMENTS_SHOW = "documents.show"
    DOCUMENTS_CORRECT = "documents.correct"
    DOCUMENTS_SUPERSEDE = "documents.supersede"
    WAIVERS_ADD = "waivers.add"
    WAIVERS_WITHDRAW = "waivers.withdraw"
    HOLDINGS_READ = "holdings.read"
    SCANS_STATUS = "scans.status"
    SCANS_RETRY = "scans.retry"
    SCANS_DISMISS = "scans.dismiss"
    SCANS_ADMIT = "scans.admit"
    SCANS_SEPARATOR = "scans.separator"
    SCANS_FETCH = "scans.fetch"
    SCANS_DESCRIBE = "scans.describe"
    STOCKTAKES_BEGIN = "stocktakes.begin"
    STOCKTAKES_LIST = "stocktakes.list"
    STOCKTAKES_SHOW = "stocktakes.show"
    STOCKTAKES_CHECK = "stocktakes.check"
    STOCKTAKES_IMPORT = "stocktakes.import"
    STOCKTAKES_END = "stocktakes.end"
    LOSSES_REPORT = "losses.report"
    LOSSES_LIST = "losses.list"
    LOSSES_FOUND = "losses.found"
    DISPOSALS_PROPOSE = "disposals.propose"
    DISPOSALS_LIST = "disposals.list"
    DISPOSALS_SHOW = "disposals.show"
    DISPOSALS_SIGN = "disposals.sign"
    DISPOSALS_REJECT = "disposals.reject"
    DISPOSALS_WITHDRAW = "disposals.withdraw"
    DISPOSALS_CARRY_OUT = "disposals.carry_out"
    PROOF_VERIFY = "proof.verify"
    BACKUPS_MAKE = "backups.make"
    INDEX_STATUS = "index.status"
    INDEX_BUILD = "index.build"
    INDEX_VERIFY = "index.verify"
    INDEX_SWITCH = "index.switch"
    INDEX_ABANDON = "index.abandon"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may make a call, and on what basis."""

    basis: Basis
    posts: frozenset[Post]


_EVERYBODY = frozenset(Post)
_APART = frozenset({Post.ADMINISTRATOR, Post.AUDITOR})  # these never read content
_READERS = _EVERYBODY - _APART
_ADMINISTRATOR = frozenset({Post.ADMINISTRATOR})
_AUDITOR = frozenset({Post.AUDITOR})
_ARCHIVIST = frozenset({Post.ARCHIVIST})
_KEEPERS = frozenset({Post.ARCHIVIST, Post.CREDIT_MANAGER})
APPROVERS = frozenset(
    {Post.CREDIT_MANAGER, Post.CREDIT_OFFICE_DIRECTOR, Post.GENERAL_MANAGER, Post.SALES_DIRECTOR}
)
"""Posts that a regulation can name as the approver of its query forms."""

STANDS_ALONE = _APART
"""Posts that nobody may hold beside another one: who runs the system or checks it reads no papers."""

TABLE: Mapping[Call, Rule] = {
    Call.SESSIONS_LOGIN: Rule(Basis.OWN, _EVERYBODY),
    Call.SESSIONS_LOGOUT: Rule(Basis.OWN, _EVERYBODY),
    Call.SESSIONS_CHANGE_PASSWORD: Rule(Basis.OWN, _EVERYBODY),
    Call.SESSIONS_LIST: Rule(Basis.OWN, _EVERYBODY),
    Call.SESSIONS_LOGOUT_EVERYWHERE: Rule(Basis.OWN, _EVERYBODY),
    Call.PEOPLE_FOUND: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.PEOPLE_ADD: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.PEOPLE_LIST: Rule(Basis.OFFICE, _APART),
    Call.PEOPLE_SET_POSTS: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.PEOPLE_SET_PASSWORD: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.PEOPLE_DEACTIVATE: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.PEOPLE_ACTIVATE: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.QUALIFICATIONS_RECORD: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.QUALIFICATIONS_LIST: Rule(Basis.OFFICE, _APART),
    Call.QUALIFICATIONS_WITHDRAW: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.DEPUTIES_APPOINT: Rule(Basis.SIGNATURE, APPROVERS),
    Call.DEPUTIES_LIST: Rule(Basis.OWN, _EVERYBODY),
    Call.DEPUTIES_END: Rule(Basis.OWN, _READERS),
    Call.CLOCK_ACCEPT: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.HOUSE_ADD_COMPANY: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.HOUSE_ADD_DEPARTMENT: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.HOUSE_LIST: Rule(Basis.OWN, _EVERYBODY),
    Call.FORMS_NEW: Rule(Basis.OWN, _READERS),
    Call.FORMS_LIST: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.FORMS_SHOW: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.FORMS_APPROVE: Rule(Basis.SIGNATURE, APPROVERS),
    Call.FORMS_CHANGE: Rule(Basis.OWN, _READERS),
    Call.FORMS_SUBMIT: Rule(Basis.OWN, _READERS),
    Call.FORMS_WITHDRAW: Rule(Basis.OWN, _READERS),
    Call.FORMS_ISSUE: Rule(Basis.DUTY, _KEEPERS),  # the credit manager's for the only archivist's own form
    Call.FORMS_GIVE_BACK: Rule(Basis.OWN, _READERS),
    Call.FORMS_TAKE_BACK: Rule(Basis.DUTY, _KEEPERS),
    Call.FORMS_REJECT: Rule(Basis.SIGNATURE, APPROVERS),
    Call.FORMS_REVOKE: Rule(Basis.SIGNATURE, APPROVERS),
    Call.FORM_SHEETS_PRINT: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.FORM_SHEETS_LIST: Rule(Basis.DUTY, _KEEPERS | APPROVERS),
    Call.FORM_SHEETS_IMAGE: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.FORM_SHEETS_ATTEST: Rule(Basis.DUTY, _ARCHIVIST),
    Call.FORM_SHEETS_CHECK: Rule(Basis.SIGNATURE, _KEEPERS | APPROVERS),
    Call.LENDING_LIST: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.LENDING_LEND: Rule(Basis.DUTY, _ARCHIVIST),
    Call.LENDING_TAKE_BACK: Rule(Basis.DUTY, _ARCHIVIST),
    Call.SHELVES_LIST: Rule(Basis.DUTY, _ARCHIVIST),
    Call.SHELVES_PUT: Rule(Basis.DUTY, _ARCHIVIST),
    Call.STANDING_LIST: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.STANDING_SIGN: Rule(Basis.SIGNATURE, APPROVERS),
    Call.STANDING_REVOKE: Rule(Basis.SIGNATURE, APPROVERS),
    Call.DECLARED_NEW: Rule(Basis.SIGNATURE, APPROVERS),
    Call.DECLARED_LIST: Rule(Basis.OWN, APPROVERS | _AUDITOR),
    Call.URGENT_NEW: Rule(Basis.OWN, _READERS),
    Call.URGENT_LIST: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.URGENT_READS: Rule(Basis.SIGNATURE, APPROVERS),
    Call.URGENT_REVIEW: Rule(Basis.SIGNATURE, APPROVERS),
    Call.NOTICES_UNSEEN: Rule(Basis.OWN, _EVERYBODY),
    Call.NOTICES_SEE: Rule(Basis.OWN, _EVERYBODY),
    Call.READING_SEARCH: Rule(Basis.FORM, _READERS),
    Call.READING_EXPLAIN: Rule(Basis.OWN, _READERS),
    Call.READING_SHOW: Rule(Basis.FORM, _READERS),
    Call.READING_IMAGE: Rule(Basis.FORM, _READERS),
    Call.READING_EXPORT: Rule(Basis.FORM, _READERS),
    Call.AUDIT_LIST: Rule(Basis.OFFICE, _AUDITOR),
    Call.AUDIT_VERIFY: Rule(Basis.OFFICE, _AUDITOR),
    Call.AUDIT_EXPORT: Rule(Basis.OFFICE, _AUDITOR),
    Call.AUDIT_PROVE: Rule(Basis.OFFICE, _AUDITOR),
    Call.CHECKPOINTS_MAKE: Rule(Basis.OFFICE, _APART),
    Call.CHECKPOINTS_KEYS: Rule(Basis.OFFICE, _APART),
    Call.CHECKPOINTS_ROTATE_KEY: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.CHECKPOINTS_REPLACE_KEY: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.CUSTOMERS_ADD: Rule(Basis.DUTY, _KEEPERS),
    Call.CUSTOMERS_UPDATE: Rule(Basis.DUTY, _KEEPERS),
    Call.CUSTOMERS_IMPORT: Rule(Basis.DUTY, _KEEPERS),
    Call.CUSTOMERS_LIST: Rule(Basis.DUTY, _KEEPERS),
    Call.CUSTOMERS_SHOW: Rule(Basis.DUTY, _KEEPERS),
    Call.CUSTOMERS_PROPOSED: Rule(Basis.DUTY, _KEEPERS),
    Call.CUSTOMERS_ACCEPT: Rule(Basis.DUTY, _KEEPERS),
    Call.CUSTOMERS_ADD_ALIAS: Rule(Basis.DUTY, _KEEPERS),
    Call.CONTRACTS_ADD: Rule(Basis.DUTY, _KEEPERS),
    Call.CONTRACTS_IMPORT: Rule(Basis.DUTY, _KEEPERS),
    Call.CONTRACTS_LIST: Rule(Basis.DUTY, _KEEPERS),
    Call.REVIEW_LIST: Rule(Basis.DUTY, _KEEPERS),
    Call.REVIEW_SHOW: Rule(Basis.DUTY, _KEEPERS),
    Call.REVIEW_IMAGE: Rule(Basis.DUTY, _KEEPERS),
    Call.REVIEW_SETTLE: Rule(Basis.DUTY, _KEEPERS),
    Call.LEARNT_LIST: Rule(Basis.DUTY, _KEEPERS),
    Call.LEARNT_SHOW: Rule(Basis.DUTY, _KEEPERS),
    Call.LEARNT_TAKE_BACK: Rule(Basis.DUTY, _KEEPERS),
    Call.ALIASES_LIST: Rule(Basis.DUTY, _KEEPERS),
    Call.ALIASES_ACCEPT: Rule(Basis.DUTY, _KEEPERS),
    Call.ALIASES_REJECT: Rule(Basis.DUTY, _KEEPERS),
    Call.RULINGS_EXPLAIN_PAGES: Rule(Basis.DUTY, _KEEPERS),
    Call.RULINGS_EXPLAIN_PART: Rule(Basis.DUTY, _KEEPERS),
    Call.RULINGS_EXPLAIN_DOCUMENT: Rule(Basis.FORM, _KEEPERS),
    Call.RULINGS_CASE_OF_PART: Rule(Basis.DUTY, _KEEPERS),
    Call.RULINGS_CASE_OF_DOCUMENT: Rule(Basis.FORM, _KEEPERS),
    Call.DOCUMENTS_SHOW: Rule(Basis.DUTY, _ARCHIVIST),
    Call.DOCUMENTS_CORRECT: Rule(Basis.DUTY, _ARCHIVIST),
    Call.DOCUMENTS_SUPERSEDE: Rule(Basis.DUTY, _ARCHIVIST),
    Call.WAIVERS_ADD: Rule(Basis.DUTY, _KEEPERS),
    Call.WAIVERS_WITHDRAW: Rule(Basis.DUTY, _KEEPERS),
    Call.HOLDINGS_READ: Rule(Basis.DUTY, _READERS - {Post.READER}),
    Call.SCANS_STATUS: Rule(Basis.DUTY, _KEEPERS),
    Call.SCANS_RETRY: Rule(Basis.DUTY, _ARCHIVIST),
    Call.SCANS_DISMISS: Rule(Basis.DUTY, _ARCHIVIST),
    Call.SCANS_ADMIT: Rule(Basis.DUTY, _KEEPERS),
    Call.SCANS_SEPARATOR: Rule(Basis.DUTY, _KEEPERS),
    Call.SCANS_FETCH: Rule(Basis.DUTY, _KEEPERS),
    Call.SCANS_DESCRIBE: Rule(Basis.DUTY, _KEEPERS),
    Call.STOCKTAKES_BEGIN: Rule(Basis.DUTY, _KEEPERS),
    Call.STOCKTAKES_LIST: Rule(Basis.DUTY, _KEEPERS),
    Call.STOCKTAKES_SHOW: Rule(Basis.DUTY, _KEEPERS),
    Call.STOCKTAKES_CHECK: Rule(Basis.DUTY, _KEEPERS),
    Call.STOCKTAKES_IMPORT: Rule(Basis.DUTY, _KEEPERS),
    Call.STOCKTAKES_END: Rule(Basis.DUTY, _KEEPERS),
    Call.LOSSES_REPORT: Rule(Basis.DUTY, _KEEPERS),
    Call.LOSSES_LIST: Rule(Basis.OWN, _ARCHIVIST | APPROVERS | _AUDITOR),
    Call.LOSSES_FOUND: Rule(Basis.DUTY, _KEEPERS),
    Call.DISPOSALS_PROPOSE: Rule(Basis.DUTY, _ARCHIVIST),
    Call.DISPOSALS_LIST: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.DISPOSALS_SHOW: Rule(Basis.OWN, _EVERYBODY - _ADMINISTRATOR),
    Call.DISPOSALS_SIGN: Rule(Basis.SIGNATURE, APPROVERS),
    Call.DISPOSALS_REJECT: Rule(Basis.SIGNATURE, APPROVERS),
    Call.DISPOSALS_WITHDRAW: Rule(Basis.DUTY, _ARCHIVIST),
    Call.DISPOSALS_CARRY_OUT: Rule(Basis.DUTY, _ARCHIVIST),
    Call.PROOF_VERIFY: Rule(Basis.OFFICE, _APART | _ARCHIVIST),
    Call.BACKUPS_MAKE: Rule(Basis.OFFICE, _ADMINISTRATOR),
    Call.INDEX_STATUS: Rule(Basis.OFFICE, _APART | _ARCHIVIST),
    Call.INDEX_BUILD: Rule(Basis.OFFICE, _ADMINISTRATOR | _ARCHIVIST),
    Call.INDEX_VERIFY: Rule(Basis.OFFICE, _ADMINISTRATOR | _ARCHIVIST),
    Call.INDEX_SWITCH: Rule(Basis.OFFICE, _ADMINISTRATOR | _ARCHIVIST),
    Call.INDEX_ABANDON: Rule(Basis.OFFICE, _ADMINISTRATOR | _ARCHIVIST),
}
