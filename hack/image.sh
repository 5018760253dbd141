#!/usr/bin/env bash
# Builds the container image, with docker or podman, the same bytes for the same commit.
#
#   hack/image.sh                        localhost/wukong-fn:VERSION for this machine
#   IMAGE=REGISTRY/NAME:TAG hack/image.sh
#   PLATFORM=linux/arm64 hack/image.sh
#   BINARY=path hack/image.sh            takes a binary that is built already, for PLATFORM
#   BUILD=container hack/image.sh        compiles in the Dockerfile's Go stage, which must be pulled
#
# By default the binary is compiled here and handed over as the build context "binary",
# so that nothing is pulled. SOURCE_DATE_EPOCH dates the image; the commit's time when
# unset. ENGINE chooses docker or podman. The last line printed is the image's id.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

platform=${PLATFORM:-linux/$(go env GOARCH)}
arch=${platform#linux/}
version=${VERSION:-$(git describe --tags --always --dirty 2>/dev/null || echo devel)}
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
image=${IMAGE:-localhost/wukong-fn:$version}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}

engine=${ENGINE:-}
for candidate in docker podman; do
  # The docker client is on machines without a daemon, too.
  if [ -z "$engine" ] && "$candidate" info >/dev/null 2>&1; then engine=$candidate; fi
done
if [ -z "$engine" ]; then
  echo "image: neither docker nor podman works here; install one, or set ENGINE" >&2
  exit 1
fi

# A cached layer of podman 4 keeps the labels and the date of the commit that it was made for.
arguments=(--no-cache --platform "$platform" --tag "$image" --file Dockerfile
  --build-arg "TARGETARCH=$arch" --build-arg "VERSION=$version" --build-arg "REVISION=$revision")
if [ "${BUILD:-}" != container ]; then
  prebuilt=$(mktemp -d)
  trap 'rm -rf "$prebuilt"' EXIT
  mkdir -p "$prebuilt/linux-$arch"
  if [ -n "${BINARY:-}" ]; then
    cp "$BINARY" "$prebuilt/linux-$arch/wukong-fn"
  else
    CGO_ENABLED=0 GOOS=linux GOARCH=$arch go build -trimpath -buildvcs=false -ldflags "-s -w -X main.releaseVersion=$version" -o "$prebuilt/linux-$arch/wukong-fn" ./fn/wukong-fn
  fi
  chmod 755 "$prebuilt" "$prebuilt"/* "$prebuilt"/*/*
  find "$prebuilt" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
  arguments+=(--build-context "binary=$prebuilt")
fi

case $(basename "$engine") in
  podman*) dated=(--timestamp "$SOURCE_DATE_EPOCH") ;; # docker reads the variable
  *) dated=() ;;
esac
"$engine" build --quiet "${arguments[@]}" "${dated[@]}" . >&2
"$engine" image inspect --format '{{.Id}}' "$image"
