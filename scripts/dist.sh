#!/usr/bin/env bash
# Makes dist/hometwin-linux-ARCH.tar.gz: static Swift runtime, C libraries beside the program.
set -euo pipefail
cd "$(dirname "$0")/.."

name="hometwin-linux-$(uname -m)"
scratch=.build-dist
flags=(-c release --product hometwin --static-swift-stdlib --scratch-path "$scratch"
  -Xlinker -rpath -Xlinker '$ORIGIN/../lib')
swift build "${flags[@]}"
binary="$(swift build "${flags[@]}" --show-bin-path)/hometwin"

rm -rf "dist/$name"
mkdir -p "dist/$name/lib" "dist/$name/share/licenses"
scripts/install.sh "dist/$name" "$binary"
strip "dist/$name/bin/hometwin"
ldd "$binary" | awk '/libgsl|libsqlite3|libzstd/ {print $3}' | while read -r library; do
  cp -L "$library" "dist/$name/lib/"
done
for package in libgsl27 libsqlite3-0 libzstd1; do
  if [ -f "/usr/share/doc/$package/copyright" ]; then
    cp "/usr/share/doc/$package/copyright" "dist/$name/share/licenses/$package.txt"
  fi
done
tar -C dist -czf "dist/$name.tar.gz" "$name"
echo "made dist/$name.tar.gz"
