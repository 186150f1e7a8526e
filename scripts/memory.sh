#!/usr/bin/env bash
# Peak memory of a run beside its duration and its number of homes: runs stream, so four times the
# days must not need more memory, and homes should cost what DESIGN allows them. The players are
# fixed, or a short run would live more lives than a long one.
#
#   scripts/memory.sh HOMETWIN [SCENARIO]     (default: winter-week without history)
set -euo pipefail
binary=$1
scenario=${2:-winter-week}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Peak resident memory of one run, kB.
peak() {
  python3 - "$binary" run "$scenario" --quiet --threads 1 --out "$folder/run" --force \
    --set history=0d --set oracle.homes=0 --set 'players.agents=[null]' "$@" <<'PYTHON'
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL).returncode
if code > 1:
    sys.exit(f"memory: hometwin ended with exit code {code}")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PYTHON
}

short=$(peak --set homes=20 --set duration=7d)
long=$(peak --set homes=20 --set duration=28d)
few=$(peak --set homes=5 --set duration=2d)
many=$(peak --set homes=105 --set duration=2d)
awk -v short="$short" -v long="$long" -v few="$few" -v many="$many" 'BEGIN {
  printf "memory: 20 homes, 7 d: %.1f MB; 28 d: %.1f MB; ratio %.3f (goal 1.05)\n",
    short / 1024, long / 1024, long / short
  printf "memory: 2 d, 5 homes: %.1f MB; 105 homes: %.1f MB; %.0f kB a home\n",
    few / 1024, many / 1024, (many - few) / 100
  exit long > 1.05 * short
}'
