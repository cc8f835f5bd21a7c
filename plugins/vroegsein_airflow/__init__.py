"""What our Dags need of Airflow; the domain package itself knows nothing of it."""
