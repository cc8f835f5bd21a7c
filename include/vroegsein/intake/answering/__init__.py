"""What a partner gets in return: receipts, findings, and proof per record."""
