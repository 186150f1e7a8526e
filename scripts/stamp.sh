#!/usr/bin/env bash
# Writes beside a program of which commit it was built: stamp.sh BINARY
# The program believes it only while it is no older than the program itself.
set -euo pipefail
cd "$(dirname "$0")/.."
git describe --always --exclude='*' --abbrev=12 --dirty >"$1.commit" 2>/dev/null ||
  echo unknown >"$1.commit"
