FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:////data/frontdesk.sqlite3

WORKDIR /app

# The libraries first: they change less often than the code, so this layer is mostly kept.
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.lock

# /data exists and has its owner before it becomes a volume, so that a new volume has the same owner.
RUN useradd --system --uid 10001 --no-create-home frontdesk \
    && install --directory --owner frontdesk --mode 0700 /data

COPY blocks ./blocks
COPY handlers ./handlers
COPY bot ./bot

USER frontdesk
VOLUME /data
EXPOSE 3000

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=3)"]

CMD ["python", "-m", "bot", "serve"]
