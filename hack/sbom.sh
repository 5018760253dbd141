#!/usr/bin/env bash
# Prints an SPDX 2.3 document of what the binary holds, as the linker recorded it.
#
#   hack/sbom.sh > dist/wukong-fn.spdx.json
#   BINARY=path hack/sbom.sh
#
# The same binary gives the same bytes: the creation time is SOURCE_DATE_EPOCH or the
# commit's, and the namespace is made of the binary's hash.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
binary=${BINARY:-$work/wukong-fn}
if [ -z "${BINARY:-}" ]; then
  CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w" -o "$binary" ./fn/wukong-fn
fi
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
SBOM_VERSION=${VERSION:-$(git describe --tags --always --dirty 2>/dev/null || echo devel)} \
SBOM_CREATED=$(date --utc --date="@$epoch" +%Y-%m-%dT%H:%M:%SZ) \
  go run ./hack/sbom "$binary"
