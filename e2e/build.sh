#!/usr/bin/env bash
# Builds the real components that the end-to-end tests run against, each at one
# exact version, into a cache outside the tree; what is there already is reused.
#
#   e2e/build.sh             all of them
#   e2e/build.sh etcd cni    only these
#   e2e/build.sh --cache     prints the cache directory; the binaries are in its bin/
#
# WUKONG_E2E_CACHE overrides ${XDG_CACHE_HOME:-~/.cache}/wukong-fn-e2e. A build is
# known by a hash over the Go version, the recipe below and the files of its module,
# so a changed version is a new build. Versions stand in the recipe or in the go.mod
# of the component's module.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${WUKONG_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wukong-fn-e2e}

# Without `direct` nothing waits for hosts that a closed network does not reach.
export GOPROXY=${WUKONG_E2E_GOPROXY:-$(go env GOPROXY | sed s/,direct$//)}
export GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOWORK=off

# The recipes. Each writes its binaries into the directory $1, and is one chain of &&:
# `set -e` does not reach into them.

recipe_etcd() {
  cd "$here/tools/etcd" && go build -o "$1/" -trimpath -ldflags '-s -w' .
}

recipe_cni() {
  install_into "$1" github.com/containernetworking/cni/cnitool@v1.3.0 &&
  install_into "$1" github.com/containernetworking/plugins/plugins/main/bridge@v1.9.0
}

recipe_kustomize() {
  install_into "$1" sigs.k8s.io/kustomize/kustomize/v5@v5.8.1
}

recipe_kpt() {
  cd "$here/tools/kpt" && go build -o "$1/" -trimpath -ldflags '-s -w' .
}

recipe_kubevirt() { # excludenative leaves out what needs libvirt's headers.
  cd "$here/kubevirt" && go build -o "$1/kubevirt-admission" -tags excludenative -trimpath -ldflags '-s -w' .
}

recipe_kubernetes() { # Without a version that parses the API server has a garbage one.
  local set=k8s.io/component-base/version version
  cd "$here/tools/kubernetes" && version=$(go list -m -f '{{.Version}}' k8s.io/kubernetes) &&
    go build -o "$1/" -trimpath -ldflags "-s -w -X $set.gitVersion=$version -X $set.gitMajor=1 -X $set.gitMinor=$(cut -d. -f2 <<<"$version")" \
      k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kube-controller-manager
}

recipe_kubectl() {
  cd "$here/tools/kubectl" && go build -o "$1/" -trimpath -ldflags '-s -w' .
}

recipe_argocd() { # One program, whose name says which part of Argo CD it is; and the manifests of that release.
  local part source set=github.com/argoproj/argo-cd/v3
  cd "$here/tools/argocd" && source=$(module_dir $set) &&
    go build -o "$1/argocd" -trimpath -ldflags "-s -w -X $set/common.version=$(go list -m -f '{{.Version}}' $set | tr -d v)" . &&
    for part in application-controller cmp-client cmp-server git-ask-pass redis repo-server; do ln -s argocd "$1/argocd-$part" || return; done &&
    cp -r "$source/manifests" "$1/argocd-manifests" && chmod -R u+w "$1/argocd-manifests"
}

recipe_flux() { # The definitions of its sources are in a module that nothing here is built from.
  local controller sources
  cd "$here/tools/flux" && controller=$(module_dir github.com/fluxcd/kustomize-controller) &&
    sources=$(module_dir github.com/fluxcd/source-controller@v1.9.5) &&
    go build -o "$1/" -trimpath -ldflags '-s -w' github.com/fluxcd/kustomize-controller && mkdir "$1/flux-crds" &&
    cp "$controller"/config/crd/bases/*.yaml "$sources"/config/crd/bases/*.yaml "$1/flux-crds/"
}

# module_dir MODULE[@VERSION]: where the sources of a module are, downloaded if they are not there yet. `go list -m` alone
# answers with an empty line and success until somebody has downloaded them.
module_dir() {
  local dir
  dir=$(go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)".*/\1/p') && [ -d "$dir" ] && echo "$dir" && return
  echo "e2e: the sources of $1 could not be downloaded" >&2
  return 1
}

install_into() { (cd / && GOBIN=$1 go install -trimpath -ldflags '-s -w' "$2"); }

# key NAME: the hash that a build is known by.
key() {
  local module=
  case $1 in
    argocd | etcd | flux | kpt | kubectl | kubernetes) module=$here/tools/$1 ;;
    kubevirt) module=$here/kubevirt ;;
  esac
  {
    go env GOVERSION GOOS GOARCH
    declare -f "recipe_$1" module_dir install_into
    [ -z "$module" ] || find "$module" -type f | LC_ALL=C sort | xargs cat
  } | sha256sum | cut -c1-16
}

# build NAME: says itself what failed. Its callers go on, so `set -e` does not hold in it.
build() {
  local name=$1 started=$SECONDS dir partial
  declare -F "recipe_$name" >/dev/null || { echo "e2e: there is no component $name" >&2; return 1; }
  dir=$cache/tools/$name-$(key "$name")
  if [ ! -d "$dir" ]; then
    echo "e2e: building $name" >&2
    mkdir -p "$cache/tools" "$cache/bin" && partial=$(mktemp -d "$cache/tools/.$name.XXXXXX") || return
    find "$cache/bin" -lname "*/tools/$name-*" -delete # an older build must not pass for the one that is wanted
    if ! ("recipe_$name" "$partial"); then
      rm -rf "$partial"
      echo "e2e: building $name failed" >&2
      return 1
    fi
    rm -rf "$cache/tools/$name"-* && mv "$partial" "$dir" || return
    echo "e2e: built $name in $((SECONDS - started)) s" >&2
  fi
  mkdir -p "$cache/bin" && ln -sfn "$dir"/* "$cache/bin/"
}

# build_all NAME...: a component that fails does not keep the others from being built.
build_all() {
  local name failed=()
  for name in "$@"; do build "$name" || failed+=("$name"); done
  [ ${#failed[@]} -eq 0 ] && return
  echo "e2e: not built: ${failed[*]}; the tests that need them say so" >&2
  return 1
}

case ${1:-} in
  --cache) echo "$cache" ;;
  "")
    # kpt takes minutes and is on many machines already.
    kpt=()
    command -v kpt >/dev/null || kpt=(kpt)
    build_all "${kpt[@]}" etcd cni kustomize argocd flux kubectl kubevirt kubernetes
    ;;
  *) build_all "$@" ;;
esac
