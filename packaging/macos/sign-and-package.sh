#!/usr/bin/env bash
# Pack dist/SuperToken Desktop.app into a disk image; prints where the image lies.
#
# It is signed where MACOS_CERTIFICATE (a Developer ID certificate with its key, PKCS #12 in base64)
# and MACOS_CERTIFICATE_PASSWORD are set, and then notarised where NOTARY_KEY (a key of App Store
# Connect, .p8 in base64), NOTARY_KEY_ID and NOTARY_ISSUER are. Otherwise it says that it is not.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
app=$root/dist/SuperToken\ Desktop.app
entitlements=$root/packaging/macos/entitlements.plist
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/supertoken_desktop/__init__.py")
image=$root/dist/supertoken-desktop-$version-macos-$(uname -m).dmg
identity=

work=$(mktemp -d)
keychain=$work/signing.keychain-db
# shellcheck disable=SC2329  # the trap calls it
clean_up() {
  [ ! -e "$keychain" ] || security delete-keychain "$keychain"
  rm -rf "$work"
}
trap clean_up EXIT

# A keychain of its own, gone at the end. `security` takes passwords as arguments alone: whoever can
# read them on this machine could read the key as well.
open_certificate() {
  local password other
  password=$(openssl rand -hex 24)
  (umask 077 && printf %s "$MACOS_CERTIFICATE" | base64 --decode >"$work/certificate.p12")
  security create-keychain -p "$password" "$keychain"
  security set-keychain-settings -t 3600 "$keychain"
  security unlock-keychain -p "$password" "$keychain"
  security import "$work/certificate.p12" -k "$keychain" -f pkcs12 \
    -P "${MACOS_CERTIFICATE_PASSWORD-}" -T /usr/bin/codesign >/dev/null
  rm "$work/certificate.p12"
  security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
  # codesign looks for the certificate's issuers in the list of keychains, which is extended for now.
  set -- "$keychain"
  while IFS= read -r other; do
    set -- "$@" "$other"
  done < <(security list-keychains -d user | sed 's/^ *"\(.*\)"$/\1/')
  security list-keychains -d user -s "$@"
  identity=$(security find-identity -v -p codesigning "$keychain" | awk '/^ *1\)/ { print $2 }')
  [ -n "$identity" ] || { echo "The certificate cannot sign applications." >&2; exit 1; }
}

sign() {
  codesign --force --timestamp --options runtime --keychain "$keychain" --sign "$identity" "$@" </dev/null
}

# Signatures hold what lies deeper, so the deepest come first. Libraries and frameworks get no
# entitlements: those belong to a process.
sign_application() {
  find "$app/Contents" -depth -type f ! -path "$app/Contents/MacOS/*" -print |
    while IFS= read -r file; do
      case $(file -b "$file") in *Mach-O*) sign "$file" ;; esac
    done
  find "$app/Contents" -depth -type d -name "*.framework" -print |
    while IFS= read -r framework; do sign "$framework"; done
  find "$app/Contents/MacOS" -type f ! -name supertoken-desktop -print |
    while IFS= read -r program; do sign --entitlements "$entitlements" "$program"; done
  # The application's signature is that of its main program.
  sign --entitlements "$entitlements" "$app"
  codesign --verify --deep --strict --verbose=2 "$app"
}

make_image() {
  mkdir "$work/image"
  ditto "$app" "$work/image/$(basename "$app")"
  ln -s /Applications "$work/image/Applications"
  local try
  # The system's own indexing now and then holds the image while it is made.
  for try in 1 2 3; do
    if hdiutil create -quiet -ov -volname "SuperToken Desktop" -srcfolder "$work/image" \
      -fs HFS+ -format UDZO "$image"; then return; fi
    sleep $((try * 5))
  done
  echo "The disk image could not be made." >&2
  exit 1
}

notarise() {
  (umask 077 && printf %s "$NOTARY_KEY" | base64 --decode >"$work/notary.p8")
  xcrun notarytool submit "$image" --wait --timeout 45m \
    --key "$work/notary.p8" --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER"
  xcrun stapler staple "$image"
  spctl --assess --type open --context context:primary-signature --verbose=2 "$image"
}

if [ -z "${MACOS_CERTIFICATE-}" ]; then
  make_image
  echo "Not signed: there is no certificate. macOS will warn whoever opens it." >&2
else
  open_certificate
  sign_application
  make_image
  codesign --force --timestamp --keychain "$keychain" --sign "$identity" "$image"
  if [ -n "${NOTARY_KEY-}" ]; then
    notarise
  else
    echo "Signed, not notarised: there is no key for it. macOS will warn whoever opens it." >&2
  fi
fi
echo "$image"
