"""Why a wrapped file is refused or warned about, by the codes the partner reads.

The exchange knows nothing of findings: it raises and returns these codes, and the
intake says what they mean (`intake/findings.yml`).
"""

from enum import StrEnum


class Refusal(StrEnum):
    """Codes of encryption, signature, compression, scanner and kind of file."""

    ENC_CORRUPT = "ENC_CORRUPT"
    ENC_NO_KEY = "ENC_NO_KEY"
    ENC_OLD_KEY = "ENC_OLD_KEY"  # a warning
    ENC_UNSIGNED = "ENC_UNSIGNED"
    ENC_WRONG_SIGNER = "ENC_WRONG_SIGNER"
    ENC_EXPIRED = "ENC_EXPIRED"
    ENC_EXPIRES_SOON = "ENC_EXPIRES_SOON"  # a warning
    ENC_BOMB = "ENC_BOMB"
    ENC_COMPRESSED = "ENC_COMPRESSED"
    ENC_PLAINTEXT = "ENC_PLAINTEXT"
    ENC_NO_INTEGRITY = "ENC_NO_INTEGRITY"
    ZIP_BOMB = "ZIP_BOMB"
    ZIP_SHAPE = "ZIP_SHAPE"
    ZIP_UNSAFE = "ZIP_UNSAFE"
    ZIP_CORRUPT = "ZIP_CORRUPT"
    MAL_FOUND = "MAL_FOUND"
    NAM_TYPE_MISMATCH = "NAM_TYPE_MISMATCH"
