#!/bin/sh
# Installs by the system's package manager what the tests need and this machine lacks: Tesseract with
# simplified Chinese; Java 17 or newer and Maven for real Elasticsearch servers. `make test` calls it with
# the Python of the tests.
set -eu
python=$1
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
lacks() {
    case $1 in
    tesseract) ! tesseract --list-langs 2>/dev/null | grep -qx chi_sim ;;
    java) ! "$python" -m tests.servers.java 17 ;;
    maven) ! command -v mvn >/dev/null ;;
    esac
}
# The newest that runs the servers; which one there is depends on the age of the system.
debian_java() {
    for version in 21 17 25; do
        if apt-get install --dry-run -qq "openjdk-$version-jre-headless" >/dev/null 2>&1; then
            echo "openjdk-$version-jre-headless"
            return
        fi
    done
    echo default-jre-headless
}

missing=
for tool in tesseract java maven; do
    if lacks "$tool"; then missing="$missing $tool"; fi
done
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null; then
    as_root apt-get update -qq
    packages=
    for tool in $missing; do
        case $tool in
        tesseract) packages="$packages tesseract-ocr tesseract-ocr-chi-sim" ;;
        java) packages="$packages $(debian_java)" ;;
        maven) packages="$packages maven" ;;
        esac
    done
    # shellcheck disable=SC2086 # one word each
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages
elif command -v brew >/dev/null; then
    for tool in $missing; do
        case $tool in
        tesseract) brew install tesseract tesseract-lang ;;
        java) brew install openjdk ;;
        maven) brew install maven ;;
        esac
    done
else
    echo "Install$missing (Tesseract 5 with the language chi_sim, Java 17 or newer), then run the command again." >&2
    exit 1
fi
