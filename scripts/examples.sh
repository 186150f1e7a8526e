#!/usr/bin/env bash
# Every example through `hometwin stage test` and a small scenario; says what was skipped and why.
# examples.sh HOMETWIN
set -uo pipefail
cd "$(dirname "$0")/.."
hometwin=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ran=0 failed=0 skipped=0

skip() {
  echo "skipped  $1: $2"
  skipped=$((skipped + 1))
}

# step NAME WHAT COMMAND...: says what a command wrote only where it fails.
step() {
  local name=$1 what=$2 code=0
  shift 2
  "$@" >"$work/log" 2>&1 || code=$?
  if [ "$code" -ne 0 ]; then
    echo "failed   $name: $what, exit code $code"
    tail -n 15 "$work/log" | sed 's/^/         | /'
    failed=$((failed + 1))
    return 1
  fi
}

# try NAME STAGE SCENARIO COMMAND...
try() {
  local name=$1 stage=$2 scenario=$3
  shift 3
  local small=(--set homes=2 --set duration=1d --set oracle.homes=0 --set 'players.agents=[]'
    --set 'expect={}')
  step "$name" "stage test" "$hometwin" stage test "$stage" "$@" || return
  grep -E '^[^ ].* batches' "$work/log" | sed "s/^/         /"
  step "$name" "run" "$hometwin" run "$scenario" "${small[@]}" --quiet \
    --out "$work/run" --force || return
  echo "good     $name ($stage)"
  ran=$((ran + 1))
}

# The command of a scenario whose program is one line of shell.
one_liner() { awk '/- >-/ {f = 1; next} f {gsub(/^ +/, ""); printf "%s%s", s, $0; s = " "}' "$1"; }

python_has() { python3 -c "import $1" >/dev/null 2>&1; }

if command -v python3 >/dev/null; then
  cat >"$work/mean.yaml" <<YAML
why: Fusion by the plain mean.
extends: $PWD/Scenarios/quickstart.yaml
pipeline: {outside: {fuse: {command: [python3, $PWD/Examples/room_mean.py]}}}
YAML
  try room_mean.py fuse "$work/mean.yaml" python3 Examples/room_mean.py
  try keyword_rules.py understand Examples/keyword_rules.yaml python3 Examples/keyword_rules.py
  try quiet_devices.py sample Examples/quiet_devices.yaml python3 Examples/quiet_devices.py
else
  skip room_mean.py "no python3"
  skip keyword_rules.py "no python3"
  skip quiet_devices.py "no python3"
fi

try one-liner.yaml match Examples/one-liner.yaml sh -c "$(one_liner Examples/one-liner.yaml)"

if python_has sklearn; then
  try isolation_forest.py detect Examples/isolation_forest.yaml python3 Examples/isolation_forest.py
else
  skip isolation_forest.py "python3 has no scikit-learn (make examples-python)"
fi
if python_has prophet; then
  try prophet_forecast.py forecast Examples/prophet_forecast.yaml \
    python3 Examples/prophet_forecast.py
else
  skip prophet_forecast.py "python3 has no prophet (make examples-python)"
fi
if command -v swift >/dev/null; then
  step swift-stage build swift build -c release --package-path Examples/swift-stage &&
    try swift-stage fuse Examples/swift-stage.yaml \
      Examples/swift-stage/.build/release/swift-stage
else
  skip swift-stage "no swift"
fi

echo "examples: $ran good, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
