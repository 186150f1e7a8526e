#!/usr/bin/env bash
# Makes dist/hometwin-linux-ARCH.tar.gz: static Swift runtime, C libraries beside the program, and
# the licence of everything that is inside.
set -euo pipefail
cd "$(dirname "$0")/.."

name="hometwin-linux-$(uname -m)"
scratch=.build-dist
flags=(-c release --product hometwin --static-swift-stdlib --scratch-path "$scratch"
  -Xlinker -rpath -Xlinker '$ORIGIN/../lib')
swift build "${flags[@]}"
binary="$(swift build "${flags[@]}" --show-bin-path)/hometwin"

rm -rf "dist/$name" "dist/$name.tar.gz"
licenses="dist/$name/share/licenses/hometwin"
mkdir -p "dist/$name/lib" "$licenses"
scripts/install.sh "dist/$name" "$binary"
strip "dist/$name/bin/hometwin"
cp LICENSE "$licenses/hometwin.txt"

# The Debian package that a library belongs to; its copyright file is the licence.
copyright_of() {
  local path package
  for path in "$1" "$(realpath "$1")" "/usr$1" "/usr$(realpath "$1")"; do
    package=$(dpkg -S "$path" 2>/dev/null | head -1 | cut -d: -f1) || continue
    [ -n "$package" ] && [ -f "/usr/share/doc/$package/copyright" ] || continue
    echo "/usr/share/doc/$package/copyright"
    return
  done
}

while read -r file library; do
  cp -L "$library" "dist/$name/lib/$file"
  copyright=$(copyright_of "$library")
  if [ -z "$copyright" ]; then
    echo "dist: no licence found for $library; install it as a Debian package" >&2
    exit 3
  fi
  cp "$copyright" "$licenses/${file%%.so*}.txt"
done < <(ldd "$binary" | awk '/libgsl|libsqlite3|libzstd/ {print $1, $3}')

# Packages that are compiled in.
for package in "$scratch"/checkouts/*/; do
  license=$(find "$package" -maxdepth 1 -iname 'LICENSE*' | head -1)
  [ -n "$license" ] || { echo "dist: no licence in $package" >&2; exit 3; }
  cp "$license" "$licenses/$(basename "$package").txt"
done
toolchain=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")
cp "$toolchain/share/swift/LICENSE.txt" "$licenses/swift.txt"

tar -C dist --sort=name --owner=0 --group=0 --numeric-owner -czf "dist/$name.tar.gz" "$name"
echo "made dist/$name.tar.gz ($(du -h "dist/$name.tar.gz" | cut -f1))"
