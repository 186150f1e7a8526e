#!/usr/bin/env bash
# Runs what README.md promises, line by line, in an empty folder with HOMETWIN on the PATH.
#
#   scripts/readme-commands.sh HOMETWIN
#
# A fence ```sh run holds commands that must succeed. A fence ```text from COMMAND is a sample of
# what COMMAND prints: times may move, but the first word of every line must still be printed, and a
# fingerprint to the letter, which holds every score to its digits.
set -euo pipefail
program=$(realpath "$1")
readme=$(realpath "$(dirname "$0")/../README.md")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
PATH="$(dirname "$program"):$PATH"

kind="" count=0 number=0
while IFS= read -r line; do
  number=$((number + 1))
  case $kind:$line in
    :'```sh run'*) kind=run ;;
    :'```text from '*)
      kind=sample
      said=$(bash -c "${line#'```text from '}" </dev/null 2>&1) ||
        { echo "README.md:$number: exit code $? of: ${line#'```text from '}"; exit 1; }
      count=$((count + 1))
      ;;
    :'```'?*) kind=other ;;
    *:'```') kind="" ;;
    run:'' | sample:'' | sample:...) ;;
    run:*)
      echo "README.md:$number: $line"
      bash -c "$line" >output 2>&1 </dev/null ||
        { echo "README.md:$number: exit code $? of: $line"; cat output; exit 1; }
      count=$((count + 1))
      ;;
    sample:*)
      read -r word _ <<<"$line"
      if [ "$word" = fingerprint ]; then word=$line; fi
      grep -qF -- "$word" <<<"$said" ||
        { echo "README.md:$number: \"$word\" is no longer printed; show the present output"; exit 1; }
      ;;
  esac
done <"$readme"
[ "$count" -gt 0 ] || { echo "readme: found no fence marked \"sh run\" in README.md"; exit 1; }
echo "readme: $count commands, all as README.md says"
