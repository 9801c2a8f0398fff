#!/bin/sh
# Writes what archives hold beside the program into .release: completion scripts
# and man pages. goreleaser runs it: extras.sh VERSION
set -eu
cd "$(dirname "$0")/../.."
rm -rf .release
mkdir -p .release/completions
for shell in bash zsh fish powershell; do
  go run . completion "$shell" >".release/completions/offpush.$shell"
done
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)} go run ./scripts/man .release/man "$1"
