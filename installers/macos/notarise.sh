#!/bin/sh
# Signs the built bundle, has Apple notarise it, and packs it into a disk image.
#
#   SIGN_AS="Developer ID Application: NAME (TEAM)" PROFILE=mktdesk \
#       sh installers/macos/notarise.sh dist
#
# PROFILE is made once with: xcrun notarytool store-credentials mktdesk
# The certificate and the credentials stay in the keychain of whoever publishes the program.
set -eu
DIST=${1:?the folder that holds mktdesk.app}
APP="$DIST/mktdesk.app"
HERE=$(dirname "$0")
VERSION=$(/usr/libexec/PlistBuddy -c "Print CFBundleShortVersionString" "$APP/Contents/Info.plist")
IMAGE="$DIST/mktdesk-$VERSION.dmg"

# The inside first, the bundle last: a signature covers what was signed before it.
find "$APP/Contents" -type f \( -name "*.dylib" -o -name "*.so" \) -print0 |
    xargs -0 codesign --force --timestamp --options runtime --sign "$SIGN_AS"
codesign --force --timestamp --options runtime \
    --entitlements "$HERE/entitlements.plist" --sign "$SIGN_AS" "$APP"
codesign --verify --deep --strict --verbose=2 "$APP"

hdiutil create -volname mktdesk -srcfolder "$APP" -ov -format UDZO "$IMAGE"
codesign --force --timestamp --sign "$SIGN_AS" "$IMAGE"
xcrun notarytool submit "$IMAGE" --keychain-profile "$PROFILE" --wait
xcrun stapler staple "$IMAGE"
spctl --assess --type open --context context:primary-signature --verbose "$IMAGE"
shasum -a 256 "$IMAGE"
