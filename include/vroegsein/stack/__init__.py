"""The embedded stack: PostgreSQL, SFTP server and Airflow on a bare machine."""
