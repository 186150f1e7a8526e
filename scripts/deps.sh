#!/usr/bin/env bash
# Installs the Debian packages named as arguments, or says exactly what is missing and how to get it.
set -euo pipefail

if ! command -v swift >/dev/null; then
  echo "deps: swift not found. HomeTwin needs Swift 6.2 or newer: https://www.swift.org/install" >&2
  exit 3
fi

declare -A probe=(
  [libgsl-dev]="pkg-config --exists gsl"
  [libsqlite3-dev]="pkg-config --exists sqlite3"
  [libzstd-dev]="pkg-config --exists libzstd"
  [pkg-config]="command -v pkg-config"
)

missing=()
for package in "$@"; do
  ${probe[$package]:-false} >/dev/null 2>&1 || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "deps: missing: ${missing[*]} (Debian names); install their equivalents and run make again" >&2
  exit 3
fi
sudo=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo=(sudo -n)
  else
    echo "deps: missing: ${missing[*]}; run: sudo apt-get install ${missing[*]}" >&2
    exit 3
  fi
fi
echo "deps: installing ${missing[*]}"
"${sudo[@]}" apt-get update -qq
if ! DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null; then
  echo "deps: apt-get could not install ${missing[*]}; install them by hand and run make again" >&2
  exit 3
fi
