#!/bin/sh
# Installs Tesseract with simplified Chinese by the system's package manager. `make test` calls it when it is missing.
set -eu
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
if command -v apt-get >/dev/null; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq tesseract-ocr tesseract-ocr-chi-sim
elif command -v brew >/dev/null; then
    brew install tesseract tesseract-lang
else
    echo "Install Tesseract 5 with the language chi_sim, then run the command again." >&2
    exit 1
fi
