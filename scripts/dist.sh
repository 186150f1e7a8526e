#!/usr/bin/env bash
# Makes dist/hometwin-linux-ARCH.tar.gz from the release build that `make build` left: one program
# that needs nothing but glibc and the C++ runtime, its data, and the licence of all that is inside.
#
#   scripts/dist.sh SWIFT_BUILD...     (the words of the release build, as the Makefile has them)
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo "dist: found no build command; use make dist" >&2; exit 2; }

name="hometwin-linux-$(uname -m)"
libraries=(gsl gslcblas sqlite3 zstd)
# By which symbols it shows that a library is in the program.
declare -A prefix=([gsl]=gsl_ [gslcblas]=cblas_ [sqlite3]=sqlite3_ [zstd]=ZSTD_)

# A folder that holds the archives alone, and copies of the libraries' descriptions that point into
# it: the linker looks there first and so cannot find the shared libraries of the same names.
archives="$PWD/.build/archives"
rm -rf "$archives"
mkdir -p "$archives"
for library in "${libraries[@]}"; do
  archive=$(cc -print-file-name="lib$library.a")
  if [ ! -f "$archive" ]; then
    echo "dist: lib$library.a not found; Debian's development package has it (make deps)" >&2
    exit 3
  fi
  ln -s "$archive" "$archives/"
done
for description in gsl sqlite3 libzstd; do
  cat >"$archives/$description.pc" <<PC
Name: $description
Description: the static $description
Version: $(pkg-config --modversion "$description")
Cflags: $(pkg-config --cflags "$description")
Libs: -L$archives $(pkg-config --libs "$description")
PC
done
export PKG_CONFIG_PATH="$archives"
"$@" --product hometwin
binary="$("$@" --show-bin-path)/hometwin"
scripts/stamp.sh "$binary"
symbols=$(nm "$binary")

rm -rf "dist/$name" "dist/$name.tar.gz"
scripts/install.sh "dist/$name" "$binary"
strip "dist/$name/bin/hometwin"

licenses="dist/$name/share/licenses/hometwin"
mkdir -p "$licenses"
cp LICENSE "$licenses/hometwin.txt"
# Of what comes with the toolchain but without a licence file there.
cp scripts/licenses/*.txt "$licenses/"
for library in "${libraries[@]}"; do
  grep -q " [Tt] ${prefix[$library]}" <<<"$symbols" || continue
  # The Debian package that an archive belongs to; its copyright file is the licence.
  archive=$(realpath "$archives/lib$library.a")
  package=$(dpkg -S "$archive" "${archive#/usr}" 2>/dev/null | head -1 | cut -d: -f1) || true
  if [ ! -f "/usr/share/doc/$package/copyright" ]; then
    echo "dist: no licence found for $archive; install it as a Debian package" >&2
    exit 3
  fi
  cp "/usr/share/doc/$package/copyright" "$licenses/lib$library.txt"
done
for package in .build/checkouts/*/; do
  license=$(find "$package" -maxdepth 1 -iname 'LICENSE*' | head -1)
  [ -n "$license" ] || { echo "dist: no licence in $package" >&2; exit 3; }
  cp "$license" "$licenses/$(basename "$package").txt"
done
toolchain=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")
cp "$toolchain/share/swift/LICENSE.txt" "$licenses/swift.txt"

tar -C dist --sort=name --owner=0 --group=0 --numeric-owner -czf "dist/$name.tar.gz" "$name"
echo "made dist/$name.tar.gz ($(du -h "dist/$name.tar.gz" | cut -f1))"
