"""The words of the approval's form, as an official sees them and Airflow tells them."""

PUBLISH, REJECT = "Publiceren", "Afwijzen"
OPTIONS = (PUBLISH, REJECT)
#: Field of the form in which a rejection says why.
REASON = "reden"
