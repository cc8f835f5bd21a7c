"""The page in the Airflow UI: thin, all that it shows is made by the domain package."""
