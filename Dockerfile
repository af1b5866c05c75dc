FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY content content
COPY storage storage
RUN python -m venv /opt/studyhall \
 && /opt/studyhall/bin/pip install --no-cache-dir -c constraints.txt '.[courses,discord-http,fast,learn,postgres]'

FROM python:3.12-slim
RUN groupadd --gid 10001 studyhall \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin studyhall \
 && install -d -o studyhall -g studyhall -m 0700 /data
COPY --from=build /opt/studyhall /opt/studyhall
ENV PATH=/opt/studyhall/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STUDYHALL_DATABASE=/data/studyhall.db \
    STUDYHALL_LOG=json
USER studyhall
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["studyhall", "health"]
CMD ["studyhall", "run"]
