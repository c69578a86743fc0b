#!/usr/bin/env bash
# What the tests need beside Python's packages: a font with Chinese characters (the PDF embeds
# one), a browser (the screens are used in one) and Java (Spark runs on it).
#
#   scripts/system_packages.sh [cjk-font] [chromium] [java]     # without a name: all of them
#
# What is there is left alone. What is missing is installed where that is allowed (Debian or
# Ubuntu, as root or with a sudo that asks nothing). Exit 1 and one line for each that is still
# missing, with the package that brings it.
set -u

# the families that calc/report/pdf.py looks for
CJK_FAMILIES='Noto S(ans|erif) CJK SC|Noto Sans SC|Source Han Sans (SC|CN)|Microsoft YaHei|PingFang SC'
CJK_FAMILIES+='|Hiragino Sans GB|Heiti SC|STHeiti|WenQuanYi|DengXian|SimHei|SimSun|Droid Sans Fallback'

has_cjk-font() {
  if command -v fc-list >/dev/null; then
    fc-list : family | grep -qiE "$CJK_FAMILIES"
  else
    find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
      /System/Library/Fonts /Library/Fonts -type f \
      \( -iname '*cjk*' -o -iname '*notosanssc*' -o -iname 'pingfang*' -o -iname 'wqy*' \) \
      2>/dev/null | grep -q .
  fi
}

has_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && return 0
  done
  return 1
}

has_java() { command -v java >/dev/null; }

package_of() {
  case $1 in
    cjk-font) echo fonts-noto-cjk ;;
    chromium) echo chromium ;;
    java) echo default-jre-headless ;;
    *)
      echo "$0: there is no '$1'; choose cjk-font, chromium or java" >&2
      exit 2
      ;;
  esac
}

missing() {
  local need
  for need in "$@"; do
    "has_$need" || echo "$need"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() {
  command -v apt-get >/dev/null || return 1
  as_root true 2>/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  local packages=() need
  for need in "$@"; do packages+=("$(package_of "$need")"); done
  local options=(-o Acquire::Retries=3 -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=300)
  echo "installing ${packages[*]}" >&2
  as_root apt-get "${options[@]}" -qq update >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get "${options[@]}" -qq --no-install-recommends install "${packages[@]}" >/dev/null
}

[ $# -gt 0 ] || set -- cjk-font chromium java
for need in "$@"; do package_of "$need" >/dev/null; done
if [ -n "$(missing "$@")" ]; then
  # tests run side by side: one installs, the others wait
  if command -v flock >/dev/null; then
    exec 9>"${TMPDIR:-/tmp}/canbao-system-packages.$(id -u).lock"
    flock 9
  fi
  wanted=$(missing "$@")
  # shellcheck disable=SC2086 # one word for each
  [ -z "$wanted" ] || install $wanted
fi
status=0
for need in $(missing "$@"); do
  echo "no $need was found: install the package $(package_of "$need") (apt-get install -y" \
    "$(package_of "$need"))" >&2
  status=1
done
exit $status
