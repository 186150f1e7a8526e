#!/usr/bin/env bash
# Installs the program with its worlds, scenarios, schemas and completions: install.sh PREFIX BINARY
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -ne 2 ] || [ -z "$1" ] || [ ! -x "$2" ]; then
  echo "install: found \"$*\", expected PREFIX and a built program; use make install PREFIX=..." >&2
  exit 2
fi
prefix=$1
binary=$2
share="$prefix/share/hometwin"
completions="$prefix/share"

if ! mkdir -p "$prefix/bin" "$share" "$completions/bash-completion/completions" \
  "$completions/zsh/site-functions" "$completions/fish/vendor_completions.d" 2>/dev/null; then
  echo "install: cannot write below $prefix; choose another PREFIX or use sudo" >&2
  exit 3
fi
# Files of an earlier version must not mix with ours.
rm -rf "$share"
mkdir -p "$share"
cp -r Worlds Scenarios LICENSE CHANGELOG.md README.md "$share/"
cp "$binary.commit" "$share/COMMIT"
install -m 755 "$binary" "$prefix/bin/hometwin"
"$binary" schema >"$share/scenario.schema.json"
"$binary" schema --world >"$share/world.schema.json"
"$binary" schema --devices >"$share/devices.schema.json"
"$binary" schema --dwelling >"$share/dwelling.schema.json"
"$binary" --generate-completion-script bash >"$completions/bash-completion/completions/hometwin"
"$binary" --generate-completion-script zsh >"$completions/zsh/site-functions/_hometwin"
"$binary" --generate-completion-script fish \
  >"$completions/fish/vendor_completions.d/hometwin.fish"
echo "installed: $prefix/bin/hometwin"
