#!/bin/sh
# Makes the environment of Dangol in .venv: `setup.sh runtime` for running, `setup.sh dev` for tests.
# Uses Python 3.11 and nothing else; Node.js, PostgreSQL and Redis come with the locked packages.
set -eu
cd "$(dirname "$0")/.."
what=${1:?runtime or dev}

stop() {
  echo "$1" >&2
  exit 1
}

python_that_fits() {
  for name in "${PYTHON:-python3.11}" python3.11 python3.12 python3.13 python3; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
}

install() {
  PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_INPUT=1 \
    .venv/bin/python -m pip install --quiet --quiet "$@" ||
    stop "The packages were not installed: pip's own words stand above; run the same command again when the cause is gone."
}

make_environment() {
  python=$(python_that_fits)
  [ -n "$python" ] || stop "Python 3.11 is missing: install it (Debian: apt install python3.11 python3.11-venv), or name it with PYTHON=/path/to/python3.11."
  "$python" - <<'CHECK' || exit 1
import platform, sys
fits = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")
if not fits:
    sys.exit(
        f"Dangol has no PostgreSQL and Redis for this machine ({sys.platform} {platform.machine()}):"
        " run it on Linux with x86_64 or aarch64, or with docker compose."
    )
CHECK
  if ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
    "$python" -m venv .venv ||
      stop "The environment was not made: Python's venv is missing (Debian: apt install python3.11-venv)."
  fi
}

case $what in
  runtime)
    make_environment
    echo "Installing the packages of Dangol ..."
    install --no-compile --require-hashes -r requirements.lock
    install --no-deps --no-build-isolation -e .
    ;;
  dev)
    echo "Installing the packages for tests ..."
    install --no-compile --require-hashes -r requirements-dev.lock
    install --no-compile --no-deps --require-hashes -r requirements-data.lock
    ;;
  *) stop "setup.sh takes 'runtime' or 'dev'." ;;
esac
touch ".venv/.$what"
