#!/usr/bin/env bash
# Installs planc for the steps of a job and says where. Stops if what was downloaded is not what was released.
# Reads ACTION_FOLDER, ACTION_REPOSITORY, INPUT_VERSION, INPUT_SHA256 and the variables of the runner.
set -euo pipefail

stop() {
  echo "::error title=planc::$1"
  exit 2
}

bin="$RUNNER_TEMP/planc-bin"
mkdir -p "$bin"

build() {
  command -v cargo >/dev/null || stop "cargo is missing: name a released version, or install Rust first"
  cargo build --release --locked --manifest-path "$ACTION_FOLDER/Cargo.toml" --target-dir "$RUNNER_TEMP/planc-target"
  cp "$RUNNER_TEMP/planc-target/release/planc" "$bin/"
}

target() {
  case "$RUNNER_OS-$RUNNER_ARCH" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    *) return 1 ;;
  esac
}

sum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

download() {
  local version=$1 name archive work wanted found
  [[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || stop "version is no version such as 0.1.0"
  [[ "$ACTION_REPOSITORY" =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || stop "the action has no repository to download from; use version: source"
  name="planc-$(target)" || stop "there is no program for $RUNNER_OS $RUNNER_ARCH; use version: source"
  archive="$name.tar.gz"
  work=$(mktemp -d "$RUNNER_TEMP/planc-download.XXXXXX")
  local from="$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/v$version"
  curl --fail --silent --show-error --location --retry 3 --output "$work/$archive" "$from/$archive" ||
    stop "cannot download $archive of version $version"
  wanted=$INPUT_SHA256
  if [ -z "$wanted" ]; then
    curl --fail --silent --show-error --location --retry 3 --output "$work/sum" "$from/$archive.sha256" ||
      stop "version $version states no checksum of $archive"
    wanted=$(cut -d ' ' -f 1 <"$work/sum")
    # The release states the checksum itself, so only its provenance tells who made it.
    gh attestation verify "$work/$archive" --repo "$ACTION_REPOSITORY" ||
      stop "the provenance of $archive cannot be verified; nothing was installed"
  fi
  found=$(sum "$work/$archive")
  [ "$found" = "$wanted" ] || stop "the checksum of $archive is $found and not the expected one; nothing was installed"
  tar -xzf "$work/$archive" -C "$work"
  cp "$work/$name/planc" "$bin/"
}

if [ "$INPUT_VERSION" = source ]; then build; else download "$INPUT_VERSION"; fi
chmod +x "$bin/planc"
version=$("$bin/planc" -V)
echo "$bin" >>"$GITHUB_PATH"
{
  echo "path=$bin/planc"
  echo "version=${version#planc }"
} >>"$GITHUB_OUTPUT"
