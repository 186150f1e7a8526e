#!/usr/bin/env bash
# What can be judged without running a scenario: format, house rules, the wall, warnings.
#
#   scripts/check.sh SWIFT_BUILD...     (the words of the release build, as the Makefile has them)
set -uo pipefail
cd "$(dirname "$0")/.."
status=0

echo "check: format"
swift format lint --strict --recursive --parallel Sources Tests Package.swift || status=1

echo "check: the wall (undeclared imports)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! "$@" --explicit-target-dependency-import-check error >"$log" 2>&1; then
  cat "$log"
  status=1
fi
if grep -E '(^|/)(Sources|Tests)/.*warning:' "$log" | sort -u; then
  echo "check: warnings in our own sources (above); there must be none"
  status=1
fi

echo "check: unfinished business"
if git grep -nwE 'TODO|FIXME' -- Sources Tests Makefile ':!Tests/TidyTests'; then status=1; fi

[ $status -eq 0 ] && echo "check: all good"
exit $status
