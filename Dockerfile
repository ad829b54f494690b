# syntax=docker/dockerfile:1
# Every service of docker-compose.yml that is ours runs this image; which command is said there.
#
# The base is named by its minor version, so that a rebuild takes its fixes in. To pin the very image instead, write
# its digest behind the tag: `docker buildx imagetools inspect python:3.13-slim-trixie` shows it, then
# FROM python:3.13-slim-trixie@sha256:...

# ---- wheels, each checked against the lock's hashes; nothing is compiled, so there is no compiler to trust

FROM python:3.13-slim-trixie AS wheels
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    pip download --disable-pip-version-check --require-hashes --only-binary=:all: --dest /wheels -r requirements.txt

# ---- from here on pip sees the checked wheels only (--no-index)

FROM wheels AS build
WORKDIR /src
COPY pyproject.toml ./
# What pyproject.toml asks for at run time; the lock also holds what builds the project, which stays out of the image.
RUN python -m venv --without-pip /opt/wirewatch \
    && python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > runtime.txt \
    && pip --python /opt/wirewatch/bin/python install --no-cache-dir --disable-pip-version-check --no-index --find-links=/wheels -r runtime.txt
COPY README.md LICENSE ./
COPY config ./config
COPY tasks ./tasks
COPY worker ./worker
RUN pip wheel --no-cache-dir --disable-pip-version-check --no-index --find-links=/wheels --no-deps --wheel-dir /dist . \
    && pip --python /opt/wirewatch/bin/python install --no-cache-dir --disable-pip-version-check --no-index --no-deps /dist/wirewatch-*.whl

# ---- what runs

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Wirewatch" \
      org.opencontainers.image.description="Watches the news wires and tells people what they asked for" \
      org.opencontainers.image.licenses="MIT"
# The base image comes without compiled modules of the standard library, and whoever runs here may write none: each
# start would compile them anew.
RUN groupadd --gid 10001 wirewatch \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/wirewatch --shell /usr/sbin/nologin wirewatch \
    && install -d -o wirewatch -g wirewatch /var/lib/wirewatch /etc/wirewatch \
    && python -m compileall -q -x '/(test|tests|idlelib|lib2to3|turtledemo|ensurepip|site-packages)/' "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
COPY --from=build /opt/wirewatch /opt/wirewatch
ENV PATH="/opt/wirewatch/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WIREWATCH_CONFIG_DIR=/etc/wirewatch \
    WIREWATCH_DATA_DIR=/var/lib/wirewatch
WORKDIR /var/lib/wirewatch
USER 10001:10001
CMD ["wirewatch", "--help"]
