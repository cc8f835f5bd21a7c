"""Airflow's API server with its login and our page, and as little else as possible.

Run in an interpreter of its own, with an environment of its own: `page_app.py PORT`.
"""

import sys

import airflow.models
import uvicorn
from airflow import settings
from airflow.api_fastapi.app import init_auth_manager, init_middlewares, init_plugins
from airflow.models.base import Base
from fastapi import FastAPI

if __name__ == "__main__":
    airflow.models.import_all_models()
    Base.metadata.create_all(settings.engine)
    app = FastAPI()
    init_plugins(app)
    init_auth_manager(app)
    init_middlewares(app)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
