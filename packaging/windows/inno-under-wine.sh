#!/usr/bin/env bash
# Compile installer.iss on Linux, then install, upgrade and remove it silently under Wine.
#
# What is installed is a stand-in for the bundle: two small programs and a file. Inno Setup's compiler
# is a 32-bit Windows program, so Wine runs in a 32-bit Debian of its own in a temporary folder, which
# takes about 1.5 GB and is deleted at the end. Packages come from wherever debootstrap and npm fetch
# theirs on this machine.
#
# Needs root, from Debian debootstrap, npm, xvfb and gcc-mingw-w64-i686, and what `dev.py lint` installs.
set -euo pipefail

INNO=innosetup-compiler@6.3.1
INNO_SHA512=4329f0ed78efed937f6de06f4bb2adf902f9d10fd96dfedc2431d99b19b035bc6a819116099fb9b60802ea7685e228fff4fa917e9bc33f579c64b170bacbba2f

root=$(cd "$(dirname "$0")/../.." && pwd)
for tool in debootstrap npm Xvfb i686-w64-mingw32-gcc python3; do
  command -v "$tool" >/dev/null || { echo "$tool is missing." >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "debootstrap and chroot need root." >&2; exit 1; }

work=$(mktemp -d)
system=$work/system
screen=
# shellcheck disable=SC2329  # the trap calls it
clean_up() {
  [ ! -x "$work/wine" ] || chroot "$system" env HOME=/root /usr/lib/wine/wineserver32 --kill || true
  [ -z "$screen" ] || kill "$screen"
  ! mountpoint -q "$system/proc" || umount "$system/proc"
  rm -rf --one-file-system "$work"
}
trap clean_up EXIT

echo "Making a 32-bit Debian with Wine"
debootstrap --variant=minbase --arch=i386 bookworm "$system" >"$work/log"
# Nothing may start services in there.
printf '#!/bin/sh\nexit 101\n' >"$system/usr/sbin/policy-rc.d"
chmod +x "$system/usr/sbin/policy-rc.d"
DEBIAN_FRONTEND=noninteractive chroot "$system" \
  apt-get install -y -q --no-install-recommends wine wine32 >>"$work/log" 2>&1
# Wine finds itself through it.
mount -t proc proc "$system/proc"

echo "Fetching $INNO"
(cd "$work" && npm pack --silent "$INNO" >/dev/null)
echo "$INNO_SHA512  $work/innosetup-compiler-6.3.1.tgz" | sha512sum --check --quiet
mkdir -p "$system/inno" "$system/src/packaging"
tar -xzf "$work/innosetup-compiler-6.3.1.tgz" -C "$system/inno" --strip-components=2 package/bin

echo "Making what is installed"
cp "$root/installer.iss" "$system/src/"
cp -r "$root/packaging/windows" "$system/src/packaging/"
"$root/.venv/bin/python" "$root/packaging/icons.py" "$system/src/build/icons" >>"$work/log"
mkdir -p "$system/src/bundle/_internal"
echo "a module" >"$system/src/bundle/_internal/module"
cat >"$work/program.c" <<'PROGRAM'
#include <stdio.h>
#include <string.h>
#include <windows.h>
int main(int count, char **arguments) {
    if (count < 2 || strcmp(arguments[1], "demo-relay") != 0) return 0;
    puts("ready");
    fflush(stdout);
    Sleep(60000);
    return 0;
}
PROGRAM
i686-w64-mingw32-gcc -s -mwindows -o "$system/src/bundle/supertoken-desktop.exe" "$work/program.c"
i686-w64-mingw32-gcc -s -o "$system/src/bundle/supertoken.exe" "$work/program.c"

exec 3>"$work/display"
Xvfb -displayfd 3 -ac -nolisten tcp >>"$work/log" 2>&1 &
screen=$!
exec 3>&-
until [ -s "$work/display" ]; do sleep 0.1; done

cat >"$work/wine" <<WINE
#!/bin/sh
exec chroot "$system" env -i HOME=/root PATH=/usr/bin:/bin LANG=C.UTF-8 WINEDEBUG=-all \\
  DISPLAY=:$(cat "$work/display") sh -c 'cd /src && exec wine "\$@"' wine "\$@"
WINE
chmod +x "$work/wine"
"$work/wine" wineboot --init >>"$work/log" 2>&1
"$work/wine" winecfg -v win10 >>"$work/log" 2>&1

cd "$root"
installer=$(python3 packaging/windows_installer.py --architecture x86 --bundle bundle \
  --compiler "$work/wine /inno/ISCC.exe" | tail -n 1)
python3 packaging/try_installer.py "$installer" \
  --through "$work/wine" --drive "$system/root/.wine/drive_c"
