#!/usr/bin/env bash
# Unpacks the tarball in an empty folder and uses it as a stranger would: no PATH, no environment,
# nothing of this checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
tarball="$PWD/dist/hometwin-linux-$(uname -m).tar.gz"
[ -f "$tarball" ] || { echo "test-dist: $tarball is missing; run make dist" >&2; exit 3; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -C "$folder" -xzf "$tarball"
home="$folder/$(basename "$tarball" .tar.gz)"
mkdir "$folder/empty"
cd "$folder/empty"

fail() { echo "test-dist: $1" >&2; exit 1; }
hometwin() { env -i PATH=/nonexistent "$home/bin/hometwin" "$@"; }
# has WHAT PATTERN: the standard input must hold the pattern.
has() { grep -qE -- "$2" || fail "$1: found no \"$2\""; }

hometwin --version | tee /dev/stderr | has --version '^hometwin [0-9.]+, commit [0-9a-f]{12}$'
hometwin --version | has --version 'hometwin\.scores/[0-9]'
hometwin schema | has schema '"\$schema"'
hometwin schema --world | has "schema --world" '"climate"'
hometwin list | has list '^  quickstart  \(10 homes'
hometwin init mine.yaml | has init 'mine.yaml: written'
hometwin validate mine.yaml quickstart winter-week | has validate '^winter-week: good$'

hometwin run quickstart --quiet || fail "run quickstart: exit code $?"
for file in report.html scores.json run.json scenario.yaml wire.sqlite truth.sqlite; do
  [ -s "Reports/runs/quickstart-1/$file" ] || fail "run quickstart: no $file"
done
hometwin explain Reports/runs/quickstart-1 | has explain 'expectations [0-9]+ met'
hometwin replay Reports/runs/quickstart-1 | has replay ': equal$'

for file in bash-completion/completions/hometwin zsh/site-functions/_hometwin \
  fish/vendor_completions.d/hometwin.fish; do
  [ -s "$home/share/$file" ] || fail "no completions: share/$file"
done
for file in hometwin libgsl libgslcblas libsqlite3 libzstd Yams swift-argument-parser swift; do
  [ -s "$home/share/licenses/hometwin/$file.txt" ] || fail "no licence of $file"
done

# Every library is the tarball's own or part of any Linux.
outside=$(ldd "$home/bin/hometwin" | awk '{print $1, $3}' | grep -vF "$home/lib/" \
  | grep -vE 'linux-vdso|ld-linux|/lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s|util)\.so' || true)
[ -z "$outside" ] || fail "libraries from elsewhere: $outside"
echo "test-dist: all good"
