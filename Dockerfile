# One image for all our services: Airflow, the SFTP server and the first run.
#
# Before production, pin the base image by digest, `python:3.12.12-slim-bookworm@sha256:…`
# (`docker buildx imagetools inspect` shows it); a tag can be moved by its owner.
FROM python:3.12.12-slim-bookworm AS build

ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements-production.lock /build/
RUN python -m venv /opt/venv \
    && pip install --require-hashes -r /build/requirements-production.lock
COPY . /opt/vroegsein/
RUN pip install --no-deps --no-build-isolation -e /opt/vroegsein \
    && python -m compileall -q /opt/vroegsein/include /opt/vroegsein/dags /opt/vroegsein/plugins


FROM python:3.12.12-slim-bookworm

# One user for all services. The folders become volumes and pass on their owner.
RUN groupadd --gid 10001 vroegsein \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin vroegsein \
    && install -d -o vroegsein -g vroegsein -m 0700 \
        /var/lib/vroegsein/storage /var/lib/vroegsein/keys \
        /var/lib/vroegsein/elsewhere /var/lib/vroegsein/accounts \
        /var/lib/vroegsein/exchange /var/lib/vroegsein/host-key \
        /var/lib/vroegsein/collector-key /var/log/airflow /opt/airflow \
    && install -d /etc/vroegsein/partner-keys
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/vroegsein /opt/vroegsein

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/vroegsein/include \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AIRFLOW_HOME=/opt/airflow \
    HOME=/opt/airflow \
    GX_ANALYTICS_ENABLED=false
WORKDIR /opt/vroegsein
USER 10001:10001
