#!/usr/bin/env bash
# Opens a session of tmux with a window for each window of the plan. Each works through its queue, bears the label of
# the subtask that it works on, and goes on when what comes next may start.
# Made by planc, the same for every plan; what it works on stands in subtasks.tsv beside it.
#
#   bash tmux.sh                   start or go on; what is done is not started again
#   bash tmux.sh --dry-run         only say which windows would open, and what would run in them
#   bash tmux.sh --attach          and attach to the session
#   bash tmux.sh --session NAME    another name than planc, for a second plan
#   bash tmux.sh --socket NAME     a tmux server of its own (tmux -L NAME)
#
# The variables of start-subtask.sh hold for all windows.
set -euo pipefail

main() {
  unset CDPATH
  here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
  state=$here/state
  session=planc socket=() attach=no dry=no
  while [ $# -gt 0 ]; do
    case $1 in
      --attach) attach=yes ;;
      --dry-run) dry=yes ;;
      --session) session=${2:-} && shift ;;
      --socket) socket=(-L "${2:-}") && shift ;;
      --lane) lane "${2:-}" && return || return ;;
      *) die "usage: tmux.sh [--dry-run] [--attach] [--session NAME] [--socket NAME]" ;;
    esac
    shift
  done
  case $session in '' | *[!A-Za-z0-9_-]*) die "the name of a session is made of letters, digits, - and _" ;; esac
  windows=$(awk -F '\t' '!/^[#@]/ { print $3 }' "$here/subtasks.tsv" | sort -n | uniq)
  if [ $dry = yes ]; then
    awk -F '\t' -v all="${windows//$'\n'/ }" '
      !/^[#@]/ { queue[$3] = queue[$3] " " $1 }
      END { n = split(all, order, " "); for (i = 1; i <= n; i++) print "window " order[i] ":" queue[order[i]] }
    ' "$here/subtasks.tsv"
    hints
    return
  fi
  command -v tmux >/dev/null || die "tmux is not installed"
  ! in_tmux has-session -t "=$session" 2>/dev/null || die "the session runs already: $(hint attach)"
  keep_environment
  open_windows
  hints
  [ $attach = no ] || in_tmux attach-session -t "=$session"
}

die() {
  printf 'tmux.sh: %s\n' "$*" >&2
  exit 2
}

in_tmux() { tmux ${socket[@]+"${socket[@]}"} "$@"; }

hint() { printf 'tmux %s%s-session -t %s' "${socket[*]+"${socket[*]} "}" "$1" "$session"; }

hints() {
  printf 'attach: %s\n' "$(hint attach)"
  printf 'stop:   %s\n' "$(hint kill)"
}

# A server that runs already has an environment of its own, and the folder must not stand in an argument of tmux, which
# looks for commands in it.
keep_environment() {
  local name
  mkdir -p -- "$state"
  [ -e "$state/.gitignore" ] || printf '*\n' >"$state/.gitignore"
  rm -rf -- "$state/tmux"
  mkdir -- "$state/tmux"
  {
    printf 'cd -- %q\n' "$PWD"
    for name in PATH PLANC PLANC_BASE PLANC_CLONE PLANC_GATE PLANC_LOG PLANC_PAUSE PLANC_PLAN PLANC_ROOT PLANC_WORKTREES; do
      [ -z "${!name:-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
    done
    printf 'lanes=%s\n' "$(printf '%s\n' "$windows" | wc -l)"
  } >"$state/tmux/environment"
}

open_windows() {
  local window first=yes
  cd -- "$here"
  for window in $windows; do
    if [ $first = yes ]; then
      in_tmux new-session -d -s "$session" -n "window-$window" -x 200 -y 50 bash ./tmux.sh --lane "$window"
      first=no
    else
      in_tmux new-window -d -t "=$session:" -n "window-$window" bash ./tmux.sh --lane "$window"
    fi
  done
}

# What runs in one window of tmux.
lane() { # lane N
  local code=0 lanes=0
  # shellcheck source=/dev/null
  . "$state/tmux/environment"
  bash "$here/start-subtask.sh" --window "$1" || code=$?
  # The last one to end says what is left, and joins branches.
  mkdir -- "$state/tmux/ended-$1"
  set -- "$state/tmux"/ended-*
  if [ $# -ge "$lanes" ] && mkdir -- "$state/tmux/end" 2>/dev/null; then
    bash "$here/start-subtask.sh" --end 2>&1 | tee -- "$state/tmux/words" || code=1
  fi
  # Somebody who looks at the window sees what went wrong before it goes away.
  if [ $code != 0 ] && [ "$(tmux display-message -p -t "$TMUX_PANE" '#{session_attached}')" != 0 ]; then
    read -r -p "Enter closes this window. " _ || true
  fi
}

main "$@"
exit $?
