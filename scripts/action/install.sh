#!/usr/bin/env bash
# Puts offpush into $RUNNER_TEMP/offpush: the release of $INPUT_VERSION, else a
# build of this checkout. The GitHub Action runs it.
set -euo pipefail

to="$RUNNER_TEMP/offpush"
mkdir -p "$to"

if [ -z "${INPUT_VERSION:-}" ]; then
  cd "$(dirname "$0")/../.."
  CGO_ENABLED=0 go build -trimpath -o "$to/" .
  exit
fi

case "$INPUT_VERSION" in
  v[0-9]*) ;;
  *) echo "offpush: version must be a tag such as v0.1.0, not '$INPUT_VERSION'" >&2; exit 2 ;;
esac
case "${RUNNER_OS:?}" in
  Linux) os=linux ;;
  macOS) os=darwin ;;
  Windows) os=windows ;;
  *) echo "offpush: no release for $RUNNER_OS" >&2; exit 3 ;;
esac
case "${RUNNER_ARCH:?}" in
  X64) arch=amd64 ;;
  ARM64) arch=arm64 ;;
  *) echo "offpush: no release for $RUNNER_ARCH" >&2; exit 3 ;;
esac
ending=tar.gz
[ "$os" != windows ] || ending=zip

archive="offpush_${INPUT_VERSION#v}_${os}_$arch.$ending"
from="${OFFPUSH_RELEASES:-https://github.com/offpush/offpush/releases/download}/$INPUT_VERSION"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for file in checksums.txt "$archive"; do
  curl --fail --silent --show-error --location --retry 3 --max-time 300 --output "$file" "$from/$file" ||
    { echo "offpush: cannot download $from/$file" >&2; exit 3; }
done

# macOS has shasum only, Git for Windows and Linux have both.
sum() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1; }
want=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' checksums.txt)
if [ -z "$want" ] || [ "$want" != "$(sum "$archive")" ]; then
  echo "offpush: the checksum of $archive is not the one in checksums.txt" >&2
  exit 3
fi
program=offpush
[ "$os" != windows ] || program=offpush.exe
if [ "$ending" = zip ]; then unzip -q -o "$archive" "$program" -d "$to"; else tar -xzf "$archive" -C "$to" "$program"; fi
