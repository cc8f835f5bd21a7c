"""The data dictionary says of every column what it is, and which are personal."""

from sqlalchemy import Column, MetaData, Table, Text

from vroegsein.register import dictionary
from vroegsein.register.intake_tables import PERSONAL, signal
from vroegsein.register.schema import metadata


def test_every_table_and_column_stands_in_the_dictionary() -> None:
    written = dictionary.data_dictionary()
    for table in metadata().tables.values():
        chapter = written.split(f"### {table.fullname}\n")[1].split("###")[0]
        assert str(table.comment) in chapter
        for column in table.columns:
            assert f"| `{column.name}` | " in chapter


def test_what_names_a_person_is_marked() -> None:
    marked = {
        column.name for column in signal.columns if dictionary.is_personal(column)
    }
    assert marked == set(PERSONAL)
    chapter = dictionary.data_dictionary().split("### intake.signal\n")[1]
    assert chapter.split("###")[0].count("**personal**") == len(PERSONAL)


def test_an_address_in_comparable_form_is_personal_too() -> None:
    address_case = metadata().tables["matching.address_case"]
    marked = [c.name for c in address_case.columns if dictionary.is_personal(c)]
    assert marked == ["address_key"]


def test_a_column_without_personal_data_is_not_marked() -> None:
    table = Table("thing", MetaData(), Column("number", Text, comment="A number"))
    assert not dictionary.is_personal(table.c.number)


def test_the_dictionary_is_the_same_every_time() -> None:
    assert dictionary.data_dictionary() == dictionary.data_dictionary()
