#!/usr/bin/env bash
# Same scenario and seed, same bits: threads, windows, a second run and a CPU without FMA and AVX2
# must not change any of the four parts of the fingerprint; another seed must change each of them.
#
#   scripts/sameness.sh HOMETWIN [SCENARIO]     (slow: nine runs; default: winter-week)
set -euo pipefail
binary=$1
scenario=${2:-winter-week}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

# Prints the fingerprint of one run; what precedes `--` goes into its environment.
fingerprint() {
  local environment=()
  while [ "$1" != "--" ]; do environment+=("$1"); shift; done
  shift
  rm -rf "$folder/run"
  local code=0
  env "${environment[@]}" "$binary" run "$scenario" --quiet --out "$folder/run" "$@" || code=$?
  # 1 says that an expectation was missed, which is not the question here.
  if [ "$code" -gt 1 ]; then
    echo "sameness: hometwin run $scenario $* ended with exit code $code" >&2
    exit 1
  fi
  tr -d ' \n' <"$folder/run/run.json" | grep -o '"fingerprint":{[^}]*}' | tr -d '"{}' |
    sed 's/^fingerprint://'
}

base=$(fingerprint -- --threads 1 --window 1d)
echo "sameness: $scenario, 1 thread, window 1d: $base"

same() {
  local what=$1 found
  shift
  found=$(fingerprint "$@")
  if [ "$found" = "$base" ]; then
    echo "same: $what"
  else
    echo "DIFFERENT: $what: $found"
    status=1
  fi
}

same "run again" -- --threads 1 --window 1d
same "2 threads" -- --threads 2 --window 1d
same "4 threads" -- --threads 4 --window 1d
same "window 7 h" -- --threads 2 --window 7h
same "window 97 min" -- --threads 2 --window 97min
same "window 35 d" -- --threads 2 --window 35d
same "without FMA and AVX2" GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2 -- --threads 2

other=$(fingerprint -- --threads 2 --seed 987654321)
for part in truth wire conclusions scores; do
  was=$(grep -o "$part:[0-9a-f]*" <<<"$base")
  is=$(grep -o "$part:[0-9a-f]*" <<<"$other")
  if [ "$was" = "$is" ]; then
    echo "EQUAL: another seed gives the same $part"
    status=1
  fi
done
[ $status -eq 0 ] && echo "sameness: all equal, and another seed differs in every part"
exit $status
