"""What is still registered of a case after its term, as the municipality chose."""

from pydantic import Field

from vroegsein.parties.yaml_file import Strict


class FollowUp(Strict):
    """How results are taken.

    Attributes:
        late_reactions: Whether a result later than that is taken (K-LATE); most
            municipalities do (Divosa 2024).
        reaction_days: Days after publication of the list from which it is late.
    """

    late_reactions: bool = True
    reaction_days: int = Field(default=28, ge=1, le=180)
