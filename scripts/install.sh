#!/usr/bin/env bash
# Installs the program with its worlds, scenarios, schemas and completions: install.sh PREFIX BINARY
set -euo pipefail
cd "$(dirname "$0")/.."
prefix=$1
binary=$2
share="$prefix/share/hometwin"

mkdir -p "$prefix/bin" "$share" "$prefix/share/bash-completion/completions" \
  "$prefix/share/zsh/site-functions" "$prefix/share/fish/vendor_completions.d"
install -m 755 "$binary" "$prefix/bin/hometwin"
cp -r Worlds Scenarios LICENSE CHANGELOG.md "$share/"
git rev-parse --short=12 HEAD >"$share/COMMIT" 2>/dev/null || echo unknown >"$share/COMMIT"
"$binary" schema >"$share/scenario.schema.json"
"$binary" schema --world >"$share/world.schema.json"
"$binary" --generate-completion-script bash >"$prefix/share/bash-completion/completions/hometwin"
"$binary" --generate-completion-script zsh >"$prefix/share/zsh/site-functions/_hometwin"
"$binary" --generate-completion-script fish \
  >"$prefix/share/fish/vendor_completions.d/hometwin.fish"
echo "installed: $prefix/bin/hometwin"
