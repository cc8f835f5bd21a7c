"""Seeing and proving: the audit report of what was received, decided and published.

A Dag's task calls one function named here; it is imported when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "chain": ["sign_checkpoint"],
        "chain_copies": ["send_checkpoints"],
        "exchange_folders": ["clear_account", "list_accounts"],
        "purge": ["count_due", "purge_personal_data"],
        "audit_report": ["write_audit_report"],
        "quality_pages": ["write_quality_pages"],
        "statistics.ddas_delivery": ["make_ddas", "send_ddas"],
        "statistics.monitor": ["write_monitor"],
    },
)
