# syntax=docker/dockerfile:1

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv --without-pip /opt/letopis

# First what changes seldom: the libraries, each with its hash, as wheels only, so that nothing is compiled here.
COPY requirements.txt requirements-build.txt ./
RUN pip install --quiet --require-hashes --only-binary :all: --requirement requirements-build.txt \
    && pip --python /opt/letopis/bin/python install --quiet --require-hashes --only-binary :all: --requirement requirements.txt

COPY pyproject.toml README.md LICENSE ./
COPY core core
COPY storage storage
COPY bot bot
# Of the 30 MB of Babel's locales those stay that have a language file.
RUN pip wheel --quiet --no-index --no-deps --no-build-isolation --wheel-dir /tmp/wheel . \
    && pip --python /opt/letopis/bin/python install --quiet --no-index --no-deps /tmp/wheel/*.whl \
    && for locale in /opt/letopis/lib/python3.*/site-packages/babel/locale-data/*.dat; do \
        name=$(basename "$locale" .dat); \
        ls bot/i18n/"${name%%_*}"*.toml >/dev/null 2>&1 || [ "$name" = root ] || rm "$locale"; \
    done

FROM python:3.13-slim
# A fixed id, so that the files of a volume keep their owner from image to image.
RUN groupadd --gid 10001 letopis \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin letopis \
    && install --directory --owner 10001 --group 10001 /data
COPY --from=build /opt/letopis /opt/letopis
ENV PATH=/opt/letopis/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_PATH=/data/letopis.db \
    LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --start-interval=2s --retries=3 CMD ["letopis", "healthy"]
ENTRYPOINT ["letopis"]
CMD ["run"]
