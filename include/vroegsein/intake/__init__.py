"""From inbox to register: decode, canonicalise, validate, load, answer.

A Dag's task calls one function named here; it is imported when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "collect": [
            "decode_files",
            "fetch_files",
            "import_deliveries",
            "list_files",
            "list_partners",
            "load_files",
            "send_receipts",
            "validate_files",
        ],
        "judging.crisis_review": [
            "claim_crisis_notices",
            "crisis_question",
            "open_crisis_notices",
            "record_crisis_answer",
        ],
    },
)
