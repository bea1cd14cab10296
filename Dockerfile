# Two images out of one file, both made by the steps of `make setup` (doorstep/setup/steps.py):
#   docker build --target bot -t doorstep-bot .      Rasa alone: no secret, no database
#   docker build --target app -t doorstep-app .      web apps, action server, worker

FROM python:3.13-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 UV_PYTHON_INSTALL_DIR=/opt/python DOORSTEP_WITHOUT_TESTS=1
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /doorstep

FROM base AS building-bot
COPY . .
RUN python3 -m doorstep.setup tools bot encoder model

FROM base AS bot
RUN useradd --system --home-dir /doorstep doorstep
COPY --from=building-bot /opt/python /opt/python
COPY --from=building-bot --chown=doorstep /doorstep/bot bot
COPY --from=building-bot /doorstep/language language
COPY --from=building-bot /doorstep/var/encoder var/encoder
USER doorstep
ENV BOT_HOST=0.0.0.0 RASA_TELEMETRY_ENABLED=false
EXPOSE 5005
HEALTHCHECK --start-period=60s CMD ["bot/.venv/bin/python", "-c", \
    "import urllib.request as u; u.urlopen('http://127.0.0.1:5005/webhooks/doorstep/health', timeout=3)"]
CMD ["bot/.venv/bin/python", "-m", "bot.serve"]

FROM base AS building-app
COPY . .
RUN python3 -m doorstep.setup tools app page encoder

FROM base AS app
RUN useradd --system --home-dir /doorstep doorstep
COPY --from=building-app --chown=doorstep /doorstep /doorstep
USER doorstep
ENV LISTEN_HOST=0.0.0.0 ACTIONS_HOST=0.0.0.0
EXPOSE 8000 8001 5055
HEALTHCHECK NONE
CMD [".venv/bin/doorstep", "serve", "public"]
