"""Two small snapshots whose tables the tests here look at."""

import pytest
from support.matching import drawn, matched_tables, residents_of, signals_of

# Records are numbered by id: 1 is the first signal drawn; residents follow.
STREET = """
    id | partner | initials | first | prefix  | surname    | born       | phone
     1 | woon    | J.       |       | van den | Berg       | 1980-05-06 | 0612345699
     2 | zorg    | J.P.     |       |         | Berg, v.d. | 1980-05-06 | +31612345699
     3 | woon    | J.       |       | van den | Berg       |            |
     4 | zorg    | K.       | Kees  |         | Visser     | 1950-07-08 | 0900-1234567
     5 | water   | K.       |       |         | Visser     | 1980-07-08 |
     6 | woon    | C.       |       |         | Visser     |            |
"""


@pytest.fixture(scope="module")
def street():
    """A father, a son, and someone under two spellings."""
    with matched_tables(signals_of(STREET)) as engine:
        yield engine


@pytest.fixture(scope="module")
def judged():
    """Two clients a human looked at, two residents, one of whom fits."""
    signals = """
        id | initials | surname | born       | number
        s1 | J.       | Jansen  | 1980-05-06 | 12
        s2 | J.       | Jansen  | 1980-05-06 | 12
        s3 | P.       | Smit    | 1970-05-06 | 14
        s4 | P.       | Smit    |            | 14
        s5 | A.       | Bos     |            | 16
    """
    residents = """
        id | initials | surname | born       | number
        r1 | P.       | Smit    | 1970-05-06 | 14
        r2 | A.       | Bos     | 1960-05-06 | 16
        r3 | A.       | Bos     | 1990-05-06 | 16
    """
    verdicts = """
        left | right | verdict
        s2   | s1    | different
        s1   | s2    | same
        s1   | gone  | same
    """
    with matched_tables(
        signals_of(signals), residents_of(residents), drawn(verdicts)
    ) as engine:
        yield engine
