#!/usr/bin/env bash
# Runs offpush doctor with the inputs of the GitHub Action and passes its exit
# code on. offpush adds annotations and the job's summary by itself.
set -euo pipefail

program="$RUNNER_TEMP/offpush/offpush"
args=(doctor --fail-on "${INPUT_FAIL_ON:-error}")
[ -z "${INPUT_VENDORS:-}" ] || args+=(--vendors "$INPUT_VENDORS")
[ -z "${INPUT_SARIF_FILE:-}" ] || args+=(--report "sarif=$INPUT_SARIF_FILE")
set -f # words, but no patterns
# shellcheck disable=SC2206
more=(${INPUT_ARGS:-})
set +f
args+=(${more[@]+"${more[@]}"}) # bash 3.2 of macOS calls an empty list unset
args+=("${INPUT_DIRECTORY:-.}")

# The report of an earlier step or run is not this one's.
[ ! -f "${INPUT_SARIF_FILE:-}" ] || rm -f -- "$INPUT_SARIF_FILE"

version=$("$program" --version)
version=${version#offpush }
code=0
"$program" "${args[@]}" || code=$?

{
  echo "exit-code=$code"
  echo "version=${version%% *}"
  if [ -n "${INPUT_SARIF_FILE:-}" ] && [ -f "$INPUT_SARIF_FILE" ]; then
    echo "sarif-file=$INPUT_SARIF_FILE"
  else
    echo "sarif-file="
  fi
} >>"$GITHUB_OUTPUT"
exit "$code"
