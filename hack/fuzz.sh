#!/usr/bin/env bash
# Runs the fuzz targets of the module, one after the other.
#
#   hack/fuzz.sh 10m                 each target for ten minutes
#   hack/fuzz.sh 10m FuzzFunction    only the targets that match
#
# Go keeps the inputs that reach new code in its build cache, so a run goes on where the last one ended. It tries all of
# them first: on a busy machine with many of them that may be all that a run of ten seconds does. An input that
# fails is printed, and stays in testdata/fuzz of its package: it fails `go test` from then on. Give it a name that says
# what is special about it, and commit it with the fix.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
duration=${1:?usage: hack/fuzz.sh DURATION [PATTERN]}
pattern=${2:-^Fuzz}

# targets prints PACKAGE TARGET for each target: go test lists the targets of a package, and then the package.
targets() {
  go test -list '^Fuzz' ./... | awk '/^Fuzz/ { names[n++] = $1 } $1 == "ok" { for (i = 0; i < n; i++) print $2, names[i]; n = 0 }'
}

# fuzz PACKAGE TARGET: two workers, for the machines of CI have two cores. Without a limit on minimizing, most of a short
# run is spent on making interesting inputs shorter.
fuzz() {
  go test "$1" -run '^$' -fuzz "^$2\$" -fuzztime "$duration" -fuzzminimizetime 10x -parallel 2 -timeout 0
}

# expired OUTPUT: the time ended while an input was at work. Go calls that a failure, but no input failed.
expired() { grep -q '^ *context deadline exceeded$' <<<"$1" && ! grep -Eq 'Failing input|panic|_test\.go:' <<<"$1"; }

list=$(targets)
failed=()
while read -r package target; do
  grep -Eq -- "$pattern" <<<"$target" || continue
  echo "fuzz: $package $target"
  directory=$(go list -f '{{.Dir}}' "$package")
  [ -d "$directory/testdata/fuzz/$target" ] || { echo "fuzz: $target has no seeds in testdata/fuzz"; failed+=("$target"); }
  output=$(fuzz "$package" "$target" 2>&1) && { grep '^fuzz: elapsed' <<<"$output" | tail -n 1; continue; }
  if expired "$output"; then
    echo "fuzz: $target: the time ended in the middle of an input"
    continue
  fi
  failed+=("$target")
  echo "$output"
  input=$(sed -n 's/^ *Failing input written to //p' <<<"$output")
  [ -z "$input" ] || { echo "fuzz: the input that fails:"; cat "$directory/$input"; }
done <<<"$list"
[ ${#failed[@]} -eq 0 ] || { echo "fuzz: failed: ${failed[*]}" >&2; exit 1; }
