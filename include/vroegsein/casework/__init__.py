"""What came of it: files of the municipality, cases, outcomes and feedback.

A Dag's task calls one function named here; it is imported when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "clock_watch": ["clock_counts", "clock_mail", "is_open_day"],
        "crisis_answer": ["crisis_list_approvers", "record_crisis_list_answer"],
        "crisis_list": [
            "crisis_list_text",
            "crisis_months",
            "new_crisis_signals",
            "open_crisis_list",
            "waiting_crisis_signals",
        ],
        "crisis_list_send": ["municipality_of_crisis_list", "send_crisis_list"],
        "feedback": ["send_feedback", "write_feedback"],
        "cases": ["open_cases"],
        "handover_form": ["send_handovers"],
        "office_inbox": ["list_office_files"],
        "office_take": ["take_office_file"],
    },
)
