"""What came of it: files of the municipality, cases, outcomes and feedback.

A Dag's task calls one function named here; it is imported when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "feedback": ["send_feedback", "write_feedback"],
        "cases": ["open_cases"],
    },
)
