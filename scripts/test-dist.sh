#!/usr/bin/env bash
# Uses the tarball and an installed copy as strangers would: each from an empty folder, with a bare
# PATH, an empty environment and nothing of this checkout.
#
#   scripts/test-dist.sh TARBALL INSTALLED_PREFIX
set -euo pipefail
tarball=$(realpath "$1")
prefix=$(realpath "$2")

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "test-dist: $copy: $1" >&2; exit 1; }
# says PATTERN ARGUMENT...: the program's output must hold the pattern.
says() {
  local pattern=$1 output
  shift
  output=$(hometwin "$@") || fail "hometwin $*: exit code $?"
  grep -qE -- "$pattern" <<<"$output" || fail "hometwin $*: found no \"$pattern\" in: $output"
}

# use WHAT ROOT: everything a newcomer does, in an empty folder.
use() {
  copy=$1
  local root=$2 run="Reports/runs/quickstart-7"
  hometwin() { env -i PATH=/usr/bin:/bin "$root/bin/hometwin" "$@"; }
  mkdir "$folder/use-$copy"
  cd "$folder/use-$copy"

  hometwin --version
  says '^hometwin [0-9.]+, commit [0-9a-f]{12}(-dirty)?$' --version
  says 'hometwin\.scores/[0-9]' --version
  says '"\$schema"' schema
  says '"climate"' schema --world
  says '^  quickstart  \(10 homes' list
  says 'mine.yaml: written' init mine.yaml
  says '^mine.yaml: good$' validate mine.yaml quickstart winter-week

  hometwin run quickstart --quiet || fail "hometwin run quickstart: exit code $?"
  for file in report.html scores.json run.json scenario.yaml wire.sqlite truth.sqlite; do
    [ -s "$run/$file" ] || fail "hometwin run quickstart: wrote no $file"
  done
  says 'quickstart-7  ' list
  says 'expectations [0-9]+ met' explain "$run"
  says ': equal$' replay "$run"
  tr -d ' \n' <"$run/run.json" | grep -o '"fingerprint":{[^}]*}' >"$folder/$copy.fingerprint"

  for file in bash-completion/completions/hometwin zsh/site-functions/_hometwin \
    fish/vendor_completions.d/hometwin.fish hometwin/scenario.schema.json \
    hometwin/world.schema.json hometwin/devices.schema.json \
    hometwin/dwelling.schema.json hometwin/LICENSE; do
    [ -s "$root/share/$file" ] || fail "no share/$file"
  done
  bash -n "$root/share/bash-completion/completions/hometwin" || fail "completions: no bash"
}

tar -C "$folder" -xzf "$tarball"
unpacked="$folder/$(basename "$tarball" .tar.gz)"
use tarball "$unpacked"
for file in hometwin icu libgsl libgslcblas libsqlite3 libzstd Yams swift-argument-parser swift; do
  [ -s "$unpacked/share/licenses/hometwin/$file.txt" ] || fail "no licence of $file"
done
# What docs/distribution.md promises: glibc and the C++ runtime, nothing else.
outside=$(ldd "$unpacked/bin/hometwin" | awk '{print $1}' |
  grep -vE '^(linux-vdso|lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s))\.so|ld-linux' || true)
[ -z "$outside" ] || fail "needs libraries that are not on every Linux: $outside"

use installed "$prefix"
cmp "$folder/tarball.fingerprint" "$folder/installed.fingerprint" ||
  fail "quickstart's fingerprint differs from the tarball's"
echo "test-dist: all good"
