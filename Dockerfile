# The base by its digest, where you build: --build-arg BASE=python@sha256:…; `docker buildx imagetools inspect python:3.11-slim` prints it.
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/frontdesk
WORKDIR /source

# The libraries first: they change less often than the code, so this layer is mostly kept.
COPY requirements.lock ./
RUN /opt/frontdesk/bin/pip install --require-hashes --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY blocks ./blocks
COPY handlers ./handlers
COPY bot ./bot
# Byte code is kept, and trusted as it is: nobody could write it at run time, and without it a start takes two thirds longer.
RUN /opt/frontdesk/bin/pip install --no-deps --no-build-isolation --no-compile . \
    && /opt/frontdesk/bin/python -m pip uninstall --quiet --yes setuptools pip \
    && /opt/frontdesk/bin/python -m compileall -q -f --invalidation-mode unchecked-hash /opt/frontdesk/lib

FROM ${BASE}
LABEL org.opencontainers.image.title="Frontdesk" \
      org.opencontainers.image.description="Video appointments from Slack: book, see, move and cancel." \
      org.opencontainers.image.licenses="MIT"

ENV PATH=/opt/frontdesk/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=3000

# The base leaves out Python's own byte code. /data exists and has its owner before it becomes a volume, so that a new volume has the same owner.
RUN python -m compileall -q -f --invalidation-mode unchecked-hash -x '/(site-packages|lib2to3|tests?)/' \
        "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data
COPY --from=build /opt/frontdesk /opt/frontdesk

# By number: Kubernetes' runAsNonRoot can't tell a name's. SQLite's file lies where it is started.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 3000

# Not urllib: it would ask a proxy that the environment names.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import http.client, os, sys; here = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=3); here.request('GET', '/healthz'); sys.exit(here.getresponse().status != 200)"]

ENTRYPOINT ["frontdesk"]
CMD ["serve"]
