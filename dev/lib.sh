# Shared by the scripts in dev/. Sourced, never run.

# The shared compiler halves the build time; some environments switch it off.
export UseSharedCompilation=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '\n== %s\n' "$*"; }

missing_packages() {
  if [ -z "${AZUKARI_TEST_POSTGRES:-}" ]; then
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || echo postgresql
  fi
  { compgen -G '/usr/lib/softhsm/libsofthsm2.so' || compgen -G '/usr/lib/*/softhsm/libsofthsm2.so' || compgen -G '/usr/local/lib/softhsm/libsofthsm2.so'; } >/dev/null || echo softhsm2
  command -v pdftotext >/dev/null 2>&1 || echo poppler-utils
  [ -x /usr/bin/aiosmtpd ] || command -v aiosmtpd >/dev/null 2>&1 || echo python3-aiosmtpd
  [ -n "${AZUKARI_CHROMIUM:-}" ] || [ -x /usr/bin/chromium-headless-shell ] || [ -x /usr/bin/chromium ] || echo chromium
  { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=ja family 2>/dev/null | head -n 1)" ]; } || echo fonts-ipaexfont fontconfig
}

# Of memory, within whatever limits this shell.
gibibytes_free() {
  local kib limit
  kib="$(sed -nE 's/^MemAvailable: *([0-9]+) kB/\1/p' /proc/meminfo 2>/dev/null || echo 0)"
  for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [ -r "$limit" ] && grep -qE '^[0-9]{1,15}$' "$limit" && [ "$(( $(cat "$limit") / 1024 ))" -lt "$kib" ]; then kib="$(( $(cat "$limit") / 1024 ))"; fi
  done
  echo "$(( kib / 1048576 ))"
}

install() {
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1 >/dev/null
}

# The browser without windows does the tests' work for two thirds of the processor time. They run with the other one too.
prefer_small_browser() {
  [ -z "${AZUKARI_CHROMIUM:-}" ] && [ ! -x /usr/bin/chromium-headless-shell ] && [ "$(id -u)" -eq 0 ] && grep -qs '^ID=debian' /etc/os-release || return 0
  install chromium-headless-shell 2>/dev/null && return 0
  apt-get update -qq -o Acquire::Retries=0 -o Acquire::http::Timeout=10 >/dev/null 2>&1 && install chromium-headless-shell 2>/dev/null || true
}

# Makes sure of what the tests need beyond the .NET SDK, or stops with the exact command to run.
need_tools() {
  command -v dotnet >/dev/null 2>&1 || { echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0" >&2; exit 1; }
  local packages
  packages="$(missing_packages | tr '\n' ' ')"
  [ -n "${packages// /}" ] || return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $packages"
    apt-get update -qq
    install "$packages"
  else
    echo "The tests need: $packages" >&2
    echo "Install them with: sudo apt-get install $packages" >&2
    echo "(or set AZUKARI_TEST_POSTGRES to a connection string, AZUKARI_CHROMIUM to a browser)" >&2
    exit 1
  fi
}
