"""Where a delivery's files lie: under municipality and month, named by our own ids.

A partner's file name never becomes part of a path.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from vroegsein.exchange.files import private_folder
from vroegsein.settings import settings


def made_id(prefix: str, *parts: object) -> str:
    """Return an id that is the same whenever it is made from the same parts."""
    text = "|".join(str(part) for part in parts)
    return f"{prefix}{hashlib.sha256(text.encode()).hexdigest()[:20]}"


@dataclass(frozen=True)
class Places:
    """The files of one municipality's month.

    Attributes:
        municipality: CBS code.
        month: Reporting month, yyyy-mm.
    """

    municipality: str
    month: str

    @property
    def landing(self) -> Path:
        """Folder of the bytes as they were delivered."""
        return private_folder(
            settings().storage / "landing" / self.municipality / self.month
        )

    def raw(self, delivery_id: str) -> Path:
        """File with the delivered bytes."""
        return self.landing / f"{delivery_id}.raw"

    def manifest(self, delivery_id: str) -> Path:
        """File with the delivered manifest."""
        return self.landing / f"{delivery_id}.manifest.json"

    def signature(self, delivery_id: str) -> Path:
        """File with the delivered signature over the manifest."""
        return self.landing / f"{delivery_id}.manifest.json.sig"

    def work(self, delivery_id: str) -> Path:
        """Folder of one delivery's work files; removed once it is loaded."""
        storage = settings().storage
        return storage / "work" / self.municipality / self.month / delivery_id

    def plain(self, delivery_id: str) -> Path:
        """File with the unwrapped content; nowhere else does it lie in plain text."""
        return self.work(delivery_id) / "plain"

    def rows(self, delivery_id: str) -> Path:
        """File with the canonical rows, numbered by physical line."""
        return self.work(delivery_id) / "rows.parquet"

    def decoded(self, delivery_id: str) -> Path:
        """File with the line count and findings of decoding."""
        return self.work(delivery_id) / "decoded.json"

    def validated(self, delivery_id: str) -> Path:
        """File with all findings after validation."""
        return self.work(delivery_id) / "validated.json"
