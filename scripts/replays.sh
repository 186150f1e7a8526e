#!/usr/bin/env bash
# Runs every shipped scenario, then feeds each recorded wire to the pipeline in a folder that holds
# no truth, no store and no ledger: the conclusions' fingerprints must be equal.
#
#   scripts/replays.sh HOMETWIN [SCENARIO.yaml]...     (slow; default: Scenarios/*.yaml)
set -euo pipefail
binary=$1
shift
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- Scenarios/*.yaml
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0

for scenario in "$@"; do
  name=$(basename "$scenario" .yaml)
  code=0
  "$binary" run "$scenario" --quiet --out "$folder/$name" || code=$?
  if [ "$code" -gt 1 ]; then
    echo "replays: hometwin run $scenario ended with exit code $code"
    status=1
    continue
  fi
  mkdir "$folder/$name.wire"
  mv "$folder/$name/"{scenario.yaml,run.json,wire.sqlite} "$folder/$name.wire/"
  rm -rf "${folder:?}/$name"
  code=0
  said=$("$binary" replay "$folder/$name.wire" | tr '\n' ';') || code=$?
  case $code in
    0) echo "same: $name: $said" ;;
    1)
      echo "DIFFERENT: $name: $said"
      status=1
      ;;
    *)
      echo "replays: hometwin replay of $name ended with exit code $code"
      status=1
      ;;
  esac
  rm -rf "$folder/$name.wire"
done
[ $status -eq 0 ] && echo "replays: every scenario's conclusions came again"
exit $status
