"""What a host makes of each oddity of `stepgate-sample-service --odd list`: every one of the list stands in exactly one table.

Counts are (changed, unchanged, failed) of the eight people of trial.py; codes are those of the service's log that are no
information; `values` are what the first three people have in the field that the service's `region` is mapped to."""
from dataclasses import dataclass, field

CLEAN = (7, 0, 1)
UNKNOWN = {"COUNTRY_UNKNOWN": 1}
NOBODY = (0, 0, 8)
EUROPE = ["Europe"] * 3
NOTHING = [None] * 3


@dataclass(frozen=True)
class Life:
    codes: tuple = ()
    counts: tuple = CLEAN
    failures: dict = field(default_factory=lambda: UNKNOWN)
    values: tuple = None  # None: as with a service by the book
    field: str = "region"
    words: tuple = ()  # of the installation, beside the key
    flags: tuple = ()  # of the service


def value(type_, stored, *codes):
    return Life(codes, values=(stored,) * 3, field=f"odd_{type_}")


def text(stored, *codes):
    return Life(codes, values=(stored,) * 3)


DOCUMENT = {
    "no-title": Life(("TITLE_MISSING",)),
    "no-provider": Life(("INFO_FIELD_MISSING",)),
    "no-schema-version": Life(("INFO_FIELD_MISSING",)),
    "no-support": Life(("INFO_FIELD_MISSING",)),
    "support-object": Life(("SUPPORT_CONTACT_FORM",)),
    "support-beside": Life(("SUPPORT_CONTACT_FORM",)),
    "own-version": Life(),
    "servers-empty": Life(),
    "servers-empty-list": Life(),
    "servers-origin": Life(),
    "servers-slash": Life(),
    "servers-variables": Life(),
    "servers-two": Life(),
    "security-undefined": Life(("SECURITY_UNDEFINED",)),
    "security-two": Life(("SECURITY_IGNORED",)),
    "security-cookie-first": Life(("SECURITY_IGNORED",)),
    "security-object": Life(("SECURITY_NOT_A_LIST",)),
    "unknown-path": Life(),
    "operation-ids": Life(),
    "wrong-schemas": Life(),
    "submit-without-body": Life(("SUBMIT_WITHOUT_BODY",)),
    "submit-without-callbacks": Life(("SUBMIT_WITHOUT_CALLBACKS",)),
    "callbacks-renamed": Life(),
    "submit-without-responses": Life(("SUBMIT_RESPONSES_MISSING",)),
    "definition-schema": Life(("ANSWER_SCHEMA",)),
    "status-schema": Life(("ANSWER_SCHEMA",)),
    "picklist-schema": Life(("ANSWER_SCHEMA",)),
    "icon-type": Life(("ANSWER_CONTENT_TYPE",)),
    "guide-type": Life(("ANSWER_CONTENT_TYPE",)),
    "no-schemas": Life(("SCHEMAS_MISSING",)),
    "document-comments": Life(("JSON_COMMENTS",)),
    "document-bom": Life(("BYTE_ORDER_MARK",)),
    "document-type": Life(),
    "document-gzip": Life(("ENCODING_UNASKED",)),
    "openapi-3-1": Life(("OPENAPI_3_1",)),
    "reference-nowhere": Life(("REF_UNRESOLVED", "ANSWER_CONTENT_TYPE")),
    "reference-circular": Life(("REF_CIRCULAR", "ANSWER_CONTENT_TYPE")),
    "reference-external": Life(("REF_EXTERNAL", "ANSWER_CONTENT_TYPE")),
    "method-missing": Life(("METHOD_MISSING", "SUBMIT_WITHOUT_BODY", "SUBMIT_WITHOUT_CALLBACKS", "SUBMIT_RESPONSES_MISSING")),
    "picklist-undeclared": Life(("PICKLIST_UNDECLARED",)),
    "optional-404": Life(("PICKLIST_NOT_SERVED",)),
}

DEFINITION = {
    "definition-nested": Life(("DEFINITION_NESTED",), flags=(
        "--change", "definition prefix /components/schemas/serviceDefinition/default/callbackPayloadDef/fields/*/suggestedMarketoAttribute PREFIX")),
    "definition-comments": Life(("JSON_COMMENTS",)),
    "definition-type": Life(),
    "definition-gzip": Life(("ENCODING_UNASKED",)),
    "display-name": Life(("DISPLAY_NAME_FOR_NAME",)),
    "locale-lower": Life(),
    "locale-other": Life(),
    "no-i18n": Life(("DEFINITION_PART_MISSING",)),
    "descriptions-plain": Life(),
    "is-required": Life(("IS_REQUIRED_FOR_REQUIRED",)),
    "picklist-url": Life(("PICKLIST_URL_FOR_FLAG",)),
    "phone-type": Life(("DATA_TYPE_OUTDATED",)),
    "type-unknown": Life(("DATA_TYPE_UNKNOWN",)),
    "type-upper": Life(("DATA_TYPE_CAPITALS",)),
    "leftovers": Life(("MEMBERS_OUTDATED",)),
    "field-without-name": Life(("FIELD_WITHOUT_NAME",)),
    "field-without-description": Life(("FIELD_WITHOUT_DESCRIPTION",)),
    "field-id": Life(("FIELD_NAME_RESERVED",)),
    "field-twice": Life(("NAME_TWICE",)),
    "attribute-success": Life(("ATTRIBUTE_NAME_RESERVED",)),
    "attribute-overlap": Life(("ATTRIBUTE_OVERLAP",)),
    "primary-overlap": Life(("PRIMARY_ATTRIBUTE_OVERLAP",)),
    "attribute-nameless": Life(("NAME_MISSING",)),
    "header-invalid": Life(("HEADER_NAME_INVALID",)),
    "headers-object": Life(("LIST_AS_OBJECT",)),
    "attributes-text": Life(("LIST_EXPECTED",)),
    "no-callback-def": Life(("DEFINITION_PART_MISSING", "FIELD_NOT_MAPPED", "ATTRIBUTE_UNDECLARED"), (0, 7, 1), field=None),
    "contexts": Life(),
    "enforced-without-list": Life(("ENFORCED_WITHOUT_PICKLIST",)),
    "user-driven": Life(("FIELD_NOT_MAPPED",), (7, 0, 1), field=None, words=("--map-out", "country=country", "--map-in", "state=state"),
                        flags=("--change", "callback rename /objectData/*/leadData/region state")),
    "suggests-read-only": Life(("FIELD_NOT_MAPPED",), field=None, flags=(
        "--change", 'definition set /callbackPayloadDef/fields/2/suggestedMarketoAttribute "updatedAt"')),
    "option-required": Life(words=("--global", "defaultRegionHint=Europe")),
}

READS = {
    "status-empty": Life(("STATUS_EMPTY",)),
    "status-204": Life(("STATUS_EMPTY",)),
    "status-ok": Life(("STATUS_SHAPE",)),
    "status-200": Life(("STATUS_SHAPE",)),
    "status-text": Life(("STATUS_NOT_JSON",)),
    "status-list": Life(("STATUS_SHAPE",)),
    "status-warn-error": Life(("STATUS_KEYS",)),
    "status-notices": Life(),
    "status-open": Life(("NOT_VERIFIABLE",)),
    "status-403": Life(),
    "deprecated-announced": Life(),
    "deprecated": Life(),
    "deprecated-undated": Life(),
    "deprecated-unreadable": Life(("DEPRECATION_DATE_UNREADABLE",)),
    "picklist-404": Life(("PICKLIST_NOT_SERVED",)),
    "picklist-400": Life(("PICKLIST_FAILED",)),
    "picklist-500": Life(("PICKLIST_FAILED",)),
    "picklist-empty-object": Life(("PICKLIST_FAILED",)),
    "picklist-silent": Life(("PICKLIST_FAILED",)),
    "picklist-no-choices": Life(),
    "picklist-unsendable": Life(("CHOICES_IGNORED",)),
    "picklist-bare": Life(("CHOICES_BARE",)),
    "picklist-plain": Life(("CHOICES_LOOSE",)),
    "picklist-without-display": Life(("CHOICES_LOOSE",)),
    "picklist-numbers": Life(),
    "picklist-valueless": Life(("CHOICES_LOOSE",)),
    "picklist-long": Life(("CHOICES_CUT",)),
    "icon-404": Life(),
    "icon-html": Life(),
    "icon-type-wrong": Life(),
    "icon-huge": Life(),
    "guide-404": Life(),
    "guide-empty": Life(),
    "guide-hostile": Life(),
    "guide-text": Life(),
}

LATER = ("--delay-ms", "700")  # else the callback may overtake the answer, which then counts for nothing

SUBMIT = {
    "submit-200": Life(),
    "submit-202": Life(),
    "submit-204": Life(),
    "submit-text": Life(),
    "submit-html": Life(),
    "submit-garbage": Life(),
    "submit-gzip": Life(),
    "submit-large": Life(),
    "busy-503-seconds": Life(("HTTP_503", "RETRY")),
    "busy-503-date": Life(("HTTP_503", "RETRY")),
    "busy-503": Life(("HTTP_503", "RETRY")),
    "busy-429-date": Life(("HTTP_429", "RETRY")),
    "busy-429": Life(("HTTP_429", "RETRY")),
    "busy-408": Life(("HTTP_408", "RETRY")),
    "most-people": Life(("HTTP_413", "CHUNK_SPLIT", "CHUNK_TOO_LARGE")),
    "most-bytes": Life(("HTTP_413", "CHUNK_SPLIT", "CHUNK_TOO_LARGE")),
    "held": Life(),
    "held-500": Life(),
    "held-502": Life(),
    "works-after-500": Life(("HTTP_500", "AMBIGUOUS"), flags=LATER),
    "works-after-400": Life(("HTTP_400", "CALLBACK_LATE"), NOBODY, {"HTTP_400": 8}, (None,) * 3, flags=LATER),
    "redirect": Life(("HTTP_302", "CALLBACK_LATE"), NOBODY, {"HTTP_302": 8}, (None,) * 3, flags=LATER),
}

ONE_MISSING = {"COUNTRY_UNKNOWN": 1, "NO_RESULT": 1}
FIRST_MISSING = (None, "Europe", "Europe")

CALLBACK = {
    "token-bearer": Life(("TOKEN_IN_AUTHORIZATION",)),
    "token-body": Life(("TOKEN_IN_BODY",)),
    "token-empty-header": Life(("TOKEN_IN_BODY",)),
    "token-wrong-bearer": Life(),
    "token-wrong-header": Life(("TOKEN_IN_BODY",)),
    "own-api-key": Life(("CALLBACK_KEY_OTHER",)),
    "no-api-key": Life(("CALLBACK_KEY_MISSING",)),
    "no-content-type": Life(),
    "content-type-form": Life(),
    "chunked": Life(),
    "callback-bom": Life(("BYTE_ORDER_MARK",)),
    "callback-large": Life(),
    "munchkin-short": Life(),
    "no-munchkin": Life(("MUNCHKIN_ID_ABSENT",)),
    "extra-keys": Life(("KEY_UNKNOWN", "FIELD_NOT_MAPPED", "ATTRIBUTE_UNDECLARED")),
    "flat-entries": Life(("ENTRY_FLAT",)),
    "flat-fields": Life(("ENTRY_FLAT",)),
    "string-ids": Life(("ID_AS_TEXT",)),
    "success-absent": Life(("SUCCESS_ABSENT",)),
    "success-null": Life(("SUCCESS_ABSENT",)),
    "success-text": Life(("SUCCESS_NOT_BOOLEAN",)),
    "success-strange": Life(("SUCCESS_UNREADABLE",)),
    "failure-silent": Life(("FAILURE_WITHOUT_CODE",), (6, 0, 2), {"SERVICE_REPORTED_FAILURE": 2}),
    "null-codes": Life(),
    "empty-codes": Life(),
    "code-on-success": Life(("CODE_WITHOUT_FAILURE",)),
    "error-object": Life(("ERROR_AS_OBJECT",), failures={"E7": 1}),
    "chunk-error-object": Life(("ERROR_AS_OBJECT", "E7"), NOBODY, {"E7": 8}, (None,) * 3),
    "chunk-error": Life(("QUOTA",), NOBODY, {"QUOTA": 8}, (None,) * 3),
    "attribute-list": Life(("ATTRIBUTE_NOT_SCALAR",)),
    "attribute-object": Life(("ATTRIBUTE_NOT_SCALAR",)),
    "defaults": Life(values=("Everywhere",) * 3),
    "defaults-null": Life(values=(None,) * 3),
    "defaults-null-members": Life(),
    "person-twice": Life(("PERSON_TWICE",)),
    "person-unknown": Life(("PERSON_UNKNOWN",)),
    "person-without-id": Life(("ENTRY_WITHOUT_ID", "PEOPLE_MISSING"), (6, 0, 2), ONE_MISSING, FIRST_MISSING),
    "person-bad-id": Life(("ENTRY_WITHOUT_ID", "PEOPLE_MISSING"), (6, 0, 2), ONE_MISSING, FIRST_MISSING),
    "person-missing": Life(("PEOPLE_MISSING",), (6, 0, 2), ONE_MISSING, FIRST_MISSING),
    "nobody": Life(("PEOPLE_MISSING",), NOBODY, {"NO_RESULT": 8}, (None,) * 3),
    "nobody-absent": Life(("PEOPLE_MISSING",), NOBODY, {"NO_RESULT": 8}, (None,) * 3),
    "list-bare": Life(("LIST_BARE",)),
    "entry-bare": Life(("ENTRY_BARE", "PEOPLE_MISSING"), (1, 0, 7), {"NO_RESULT": 7}, ("Europe", None, None)),
    "error-beside": Life(("ERROR_IGNORED",)),
    "entry-null": Life(("ENTRY_WITHOUT_ID", "PEOPLE_MISSING"), (6, 0, 2), ONE_MISSING, FIRST_MISSING),
    "lead-data-null": Life(("ENTRY_WITHOUT_ID", "PEOPLE_MISSING"), (6, 0, 2), ONE_MISSING, FIRST_MISSING),
}

VALUES = {
    "value-nul": text("Europe", "NUL_REMOVED"),
    "value-lone-surrogate": text(None, "VALUE_UNREADABLE"),
    "value-bad-utf8": text(None, "VALUE_UNREADABLE"),
    "value-number": text("42"),
    "value-boolean": text("true"),
    "value-null": text(None),
    "value-null-text": text(None),
    "value-empty": text(None),
    "value-list": text(None, "VALUE_NOT_SCALAR"),
    "value-object": text(None, "VALUE_NOT_SCALAR"),
    "value-long": text("a" + "é" * 127, "TEXT_CUT"),
    "value-digits": text("123456789012345678901234567890.10"),
    "email-long": value("email", None, "VALUE_TOO_LONG"),
    "float-word": value("float", None, "VALUE_NOT_NUMBER"),
    "score-bounded": value("score", -2147483648),
    "integer-na": value("integer", None, "VALUE_NOT_INTEGER"),
    "integer-text": value("integer", 17),
    "integer-large": value("integer", None, "VALUE_OUT_OF_RANGE"),
    "integer-huge": value("integer", None, "VALUE_OUT_OF_RANGE"),
    "integer-fraction": value("integer", None, "VALUE_NOT_INTEGER"),
    "integer-null": value("integer", None),
    "integer-empty": value("integer", None, "VALUE_EMPTY"),
    "float-text": value("float", 1.25),
    "float-huge": value("float", None, "VALUE_UNREADABLE"),
    "score-relative": value("score", 5),
    "score-absolute": value("score", 5),
    "boolean-text": value("boolean", 1),
    "boolean-null": value("boolean", 0),
    "boolean-word": value("boolean", None, "VALUE_NOT_BOOLEAN"),
    "date-datetime": value("date", None, "VALUE_NOT_DATE"),
    "date-impossible": value("date", None, "VALUE_NOT_DATE"),
    "datetime-offset": value("datetime", "2024-02-29T08:00:00Z"),
    "datetime-local": value("datetime", "2024-02-29T10:00:00Z"),
    "datetime-number": value("datetime", None, "VALUE_NOT_DATETIME"),
    "writes-on-failure": Life(),
}

SURVIVED = {"document": DOCUMENT, "definition": DEFINITION, "reads": READS, "submit": SUBMIT, "callback": CALLBACK, "values": VALUES}

# What can't be installed, and with which code it is refused.
REFUSED = {
    "submit-undeclared": "PATH_MISSING",
    "status-undeclared": "PATH_MISSING",
    "swagger-2": "OPENAPI_VERSION_UNSUPPORTED",
    "document-html": "NOT_OPENAPI",
    "document-garbage": "DOCUMENT_UNREADABLE",
    "document-404": "DOCUMENT_UNREACHABLE",
    "security-missing": "SECURITY_MISSING",
    "security-cookie": "SECURITY_UNSUPPORTED",
    "security-bearer": "SECURITY_UNSUPPORTED",
    "security-openid": "SECURITY_UNSUPPORTED",
    "security-code": "SECURITY_UNSUPPORTED",
    "security-both": "SECURITY_UNSUPPORTED",
    "primary-missing": "PRIMARY_ATTRIBUTE_INVALID",
    "primary-unknown": "PRIMARY_ATTRIBUTE_INVALID",
    "no-api-name": "DEFINITION_INCOMPLETE",
    "no-invocation-def": "DEFINITION_INCOMPLETE",
    "definition-garbage": "DEFINITION_UNREADABLE",
    "definition-500": "DEFINITION_UNREACHABLE",
    "definition-404": "DEFINITION_UNREACHABLE",
    "status-500": "STATUS_FAILED",
}
