#!/usr/bin/env bash
# Starts subtasks of a plan: looks up what they need, gives the prompt to the agent and logs how it ended.
# Made by planc, the same for every plan; what it works on stands in subtasks.tsv and in the prompt files beside it.
#
#   bash start-subtask.sh F1-1.1.7          start a subtask, if what it needs is done
#   bash start-subtask.sh --wait F1-1.1.7   the same, as soon as that is so
#   bash start-subtask.sh --window 3        the queue of a window, one subtask after another
#   bash start-subtask.sh --end             what is left, else the branches joined; exit code 1 if anything is
#   bash start-subtask.sh --join            the branches of all subtasks joined into planc/joined
#   bash start-subtask.sh --prepare F1-1.1.7, --agent F1-1.1.7, --publish F1-1.1.7
#                                           the three parts of a start, in the clone that is checked out
#
#   PLANC            planc; else the one in PATH
#   PLANC_LOG        the run log; else .planc/run.jsonl in the plan root
#   PLANC_PLAN       the plan; else what plan.txt says, else the current folder's
#   PLANC_ROOT       the folder that agents work in; else what plan.txt says, else the current folder
#   PLANC_GATE       `validated`: a window goes on to the next phase when the last one is validated; else when it is done
#   PLANC_WORKTREES  `yes` or `no`: whether each subtask works on a branch of its own
#   PLANC_CLONE      an address of the repository: each subtask works in a fresh clone of it and pushes its branch
#   PLANC_BASE       the commit that work begins from; else HEAD
#
# Exit codes: 0 done, 1 failed or left out, 2 could not run.
set -euo pipefail

agent=()
worktrees=no

main() {
  unset CDPATH
  here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
  table=$here/subtasks.tsv
  state=$here/state
  worktrees=${PLANC_WORKTREES:-$worktrees}
  gate=${PLANC_GATE:-done}
  inside=no waiting=no note=''
  find_planc
  find_plan
  case ${1:-} in
    --wait) waiting=yes && start_subtask "${2:-}" ;;
    --window) waiting=yes && run_window "${2:-}" ;;
    --go-on) start_subtask "${2:-}" || [ $? = 1 ] || exit 2 ;;
    --end) if [ "$worktrees" = yes ]; then join_branches; else verdict; fi ;;
    --join) join_branches ;;
    --prepare) inside take_over "${2:-}" ;;
    --agent) inside work "${2:-}" ;;
    --publish) inside publish_once "${2:-}" ;;
    -* | '') die "usage: start-subtask.sh [--wait] SUBTASK, or --window N" ;;
    *) start_subtask "$1" ;;
  esac
}

say() { printf '%s\n' "$@"; }
fail() { # fail WHY: sets note
  note=$*
  return 1
}
die() {
  printf 'start-subtask: %s\n' "$*" >&2
  exit 2
}

# --- planc, the plan and its log ---

find_planc() {
  planc=${PLANC:-planc}
  case $planc in
    /*) ;;
    */*) planc=$PWD/$planc ;;
  esac
  command -v -- "$planc" >/dev/null || die "$planc is not found; set PLANC to where planc is"
}

absolute() { # absolute PATH
  case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$PWD/$1" ;;
  esac
}

find_plan() {
  plan=()
  local root='' line
  if [ -f "$here/plan.txt" ]; then
    while IFS= read -r line; do
      case $line in
        'root '*) root=$here/${line#root } ;;
        'plan '*) plan+=(--plan "./${line#plan }") ;;
      esac
    done <"$here/plan.txt"
  fi
  if [ -n "${PLANC_LOG:-}" ]; then
    PLANC_LOG=$(absolute "$PLANC_LOG")
    export PLANC_LOG
  fi
  if [ -n "${PLANC_PLAN:-}" ]; then
    plan=(--plan "$(absolute "$PLANC_PLAN")")
  fi
  if [ -n "${PLANC_CLONE:-}" ] && [ -d "$PLANC_CLONE" ]; then
    PLANC_CLONE=$(absolute "$PLANC_CLONE")
  fi
  started=$PWD
  root=${PLANC_ROOT:-$root}
  if [ -z "$root" ]; then
    return
  elif [ -d "$root" ]; then
    cd -- "$root"
  elif [ -n "${PLANC_ROOT:-}" ]; then
    die "PLANC_ROOT is no folder"
  elif [ -z "${PLANC_PLAN:-}" ]; then
    plan=()
  fi
}

log() { # log start|done|fail …
  local words
  words=$("$planc" log "$@" ${plan[@]+"${plan[@]}"} 2>&1 >/dev/null) || no_log "$words"
}

# One line per subtask: its label and where it stands.
states() {
  local words
  { words=$("$planc" log --states ${plan[@]+"${plan[@]}"} 2>&1 >&3) || no_log "$words"; } 3>&1
}

no_log() {
  printf '%s\n' "$1" >&2
  die "planc could not use the log (PLANC_PLAN says where the plan is, PLANC_LOG where the log is)"
}

stand_of() { states | awk -F '\t' -v me="$1" '$1 == me { print $2; exit }'; }

look_up() { # look_up LABEL: sets label, handle, window, prompt
  case $1 in
    '' | *[!A-Za-z0-9._-]*) die "a subtask is named by its label, such as F1-1.1.7" ;;
  esac
  local row
  row=$(awk -F '\t' -v me="$1" '$1 == me { print $1, $2, $3, $6; exit }' "$table")
  [ -n "$row" ] || die "there is no subtask $1 in subtasks.tsv"
  read -r label handle window prompt <<<"$row"
  prompt=$here/$prompt
  export PLANC_WINDOW=$window
}

# Asks the log and the table: `over`, `ready`, `wait WHOM`, `stopped BY`, or the labels of what it needs (`needs`) or
# takes turns with (`turns`).
decide() { # decide QUESTION LABEL
  states | awk -F '\t' -v question="$1" -v me="$2" -v gate="$gate" '
    function over(n) { return stand[n] == "done" || stand[n] == "validated" || stand[n] == "skipped" }
    part == 1 { stand[$1] = $2; told = 1; next }
    /^#/ { next }
    {
      n = $1; set = n ~ /^@/; k = split($7, list, " "); lacks[n] = ""; names[n] = ""; because = ""; held = ""
      for (i = 1; i <= k; i++) {
        m = list[i]; if (m == "-") continue
        if (m ~ /^@/) {
          if (lacks[m] != "") lacks[n] = lacks[n] lacks[m]
          if (question == "needs") names[n] = names[n] names[m]
        } else {
          if (!over(m)) lacks[n] = lacks[n] " " m
          names[n] = names[n] " " m
        }
        if (stop[m] != "" && because == "") because = stop[m]
        if (busy[m] != "") held = busy[m]
      }
      if (length(lacks[n]) > 200) lacks[n] = substr(lacks[n], 1, 200)
      turn = ""; t = split($8, turns, " ")
      for (i = 1; i <= t; i++) if (turns[i] != "-" && ahead[turns[i]] != "") turn = ahead[turns[i]]
      if (set) { stop[n] = because; busy[n] = held; next }
      if (!over(n)) stop[n] = stand[n] == "failed" ? n : because
      if (over(n)) busy[n] = ""
      else if (stop[n] == "") busy[n] = n
      else busy[n] = turn != "" ? turn : held
      # Whoever writes the same file before may have to run again although this one is done.
      ahead[n] = busy[n] != "" ? busy[n] : turn
    }
    n == me {
      if (question == "needs") { print names[n]; exit }
      if (question == "turns") { for (i = 1; i <= t; i++) if (turns[i] != "-" && over(turns[i])) print turns[i]; exit }
      if (over(n)) print "over"
      else if (!told) print "ready"
      else if (because != "") print "stopped " because
      else if (lacks[n] != "") print "wait" lacks[n]
      else if (question == "now") print "ready"
      else if (turn != "") print "wait " turn
      else if (last[$3] != "") print "wait " last[$3]
      else if ($5 != "-" && closed[$5] != "") print "wait " closed[$5]
      else print "ready"
      exit
    }
    { if (busy[n] != "") last[$3] = busy[n]
      if (gate == "validated" ? stand[n] != "validated" && stand[n] != "skipped" : busy[n] != "") closed[$4] = n
      if ($5 != "-" && closed[$5] != "" && closed[$4] == "") closed[$4] = closed[$5] }
  ' part=1 - part=2 "$table"
}

# --- one subtask ---

start_subtask() { # start_subtask LABEL
  look_up "$1"
  local said='' before='' question=now
  [ $waiting = no ] || question=later
  while :; do
    said=$(decide "$question" "$label") || exit 2
    case $said in
      over)
        say "$label is done"
        remember
        return 0
        ;;
      ready) break ;;
      stopped*)
        if [ $waiting = no ] || [ ${#agent[@]} -gt 0 ]; then
          say "$label is left out: ${said#stopped } failed"
          return 1
        fi
        ;;
    esac
    if [ $waiting = no ]; then
      say "$label is left out: it needs ${said#wait }"
      return 1
    fi
    [ "$said" = "$before" ] || say "$label waits for ${said#* }"
    before=$said
    sleep "${PLANC_PAUSE:-1}"
  done
  if [ ${#agent[@]} = 0 ]; then
    show_prompt
    [ $waiting = no ] || attend
    return
  fi
  [ -f "$prompt" ] || die "$prompt is missing; write the pack again"
  log start "$label" --window "$window"
  say "$label starts in window $window"
  if [ "$worktrees" = no ]; then
    work=$PWD
  elif ! alone take_over; then
    say "$label failed: $note"
    log fail "$label" --window "$window" --note "$note"
    return 1
  fi
  local code=0
  hand_over || code=$?
  if [ $code = 0 ] && [ "$worktrees" = yes ] && ! publish; then
    code=1
  elif [ $code != 0 ]; then
    note=${note:-"the agent ended with exit code $code"}
  fi
  conclude $code
}

# Logs how it ended, unless the agent did that itself.
conclude() { # conclude CODE
  case $(stand_of "$label") in
    done | validated) [ "$1" != 0 ] || set -- logged ;;
    failed) set -- told ;;
  esac
  case $1 in
    0) log 'done' "$label" --window "$window" ;;
    logged) ;;
    told)
      say "$label failed, as its agent logged"
      return 1
      ;;
    *)
      log fail "$label" --window "$window" --note "$note"
      say "$label failed: $note"
      return 1
      ;;
  esac
  say "$label is done"
  [ "$worktrees" = no ] || alone clear_away
  remember
}

# What make and ninja look at.
remember() {
  [ $inside = no ] || return 0
  mkdir -p -- "$state/done"
  [ -e "$state/.gitignore" ] || printf '*\n' >"$state/.gitignore"
  [ -e "$state/done/$label" ] || : >"$state/done/$label"
}

hand_over() { # in the folder $work
  local word words=() given=no
  for word in "${agent[@]}"; do
    case $word in *'{prompt}'* | *'{file}'*) given=yes ;; esac
    fill "$word" || return
    words+=("$filled")
  done
  local code=0
  fence_log
  if [ $given = yes ]; then
    (cd -- "$work" && exec "${words[@]}") || code=$?
  else
    (cd -- "$work" && exec "${words[@]}" <"$prompt") || code=$?
  fi
  open_log
  return $code
}

fill() { # fill WORD: sets filled; what stands for a placeholder is not looked at again
  local rest=$1 before
  filled=
  while :; do
    before=${rest%%\{*}
    filled=$filled$before
    rest=${rest#"$before"}
    case $rest in
      '') return 0 ;;
      '{prompt}'*)
        read_prompt || return
        filled=$filled$prompt_text rest=${rest#'{prompt}'}
        ;;
      '{file}'*) filled=$filled$prompt rest=${rest#'{file}'} ;;
      '{label}'*) filled=$filled$label rest=${rest#'{label}'} ;;
      *) filled="$filled{" rest="${rest#\{}" ;;
    esac
  done
}

read_prompt() { # sets prompt_text to every byte of the prompt file
  if [ "$(wc -c <"$prompt")" -gt 131000 ] || [ "$(tr -d '\000' <"$prompt" | wc -c)" -lt "$(wc -c <"$prompt")" ]; then
    fail "no argument of a program can hold this prompt; give the agent {file}, or no placeholder, and it reads its input"
    return
  fi
  prompt_text=$(cat -- "$prompt" && printf x)
  prompt_text=${prompt_text%x}
}

# Shows the prompt without anything that a terminal or the log of a hosted runner would act on.
show_prompt() {
  local gutter=
  [ -z "${GITHUB_ACTIONS:-}" ] || gutter='| '
  fence_log
  LC_ALL=C tr -d '\000-\010\013-\037\177' <"$prompt" | LC_ALL=C sed $'s/\xc2[\x80-\x9f]//g;s/^/'"$gutter/"
  open_log
}

# A person works in this window and logs how it ended.
attend() {
  [ "$(stand_of "$label")" = running ] || log start "$label" --window "$window"
  say "" "When it is done: planc log done $label --window $window"
  while :; do
    case $(stand_of "$label") in
      done | validated | skipped)
        remember
        return 0
        ;;
      failed) return 1 ;;
    esac
    sleep "${PLANC_PAUSE:-1}"
  done
}

# Between these two, lines of others are no commands of a hosted runner.
fence_log() {
  [ -n "${GITHUB_ACTIONS:-}" ] || return 0
  fence=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  say "::stop-commands::$fence"
}
open_log() { [ -z "${GITHUB_ACTIONS:-}" ] || printf '\n::%s::\n' "$fence"; }

# --- many subtasks ---

run_window() { # run_window N
  case $1 in '' | *[!0-9]*) die "a window is a number" ;; esac
  local queue one code=0
  queue=$(awk -F '\t' -v me="$1" '$3 == me { print $1 }' "$table")
  [ -n "$queue" ] || die "nothing runs in window $1"
  for one in $queue; do
    if [ -n "${TMUX_PANE:-}" ]; then
      look_up "$one"
      tmux rename-window -t "$TMUX_PANE" "$handle" || true
    fi
    (start_subtask "$one") || code=1
  done
  return $code
}

verdict() {
  local left
  left=$(states | awk -F '\t' '
    part == 1 { stand[$1] = $2; told = 1; next }
    told && !/^[#@]/ && stand[$1] !~ /^(done|validated|skipped)$/ { print "  " $1 ": " (stand[$1] == "" ? "unknown" : stand[$1]) }
  ' part=1 - part=2 "$table")
  [ -n "$left" ] || {
    say "everything is done"
    return 0
  }
  say "not done:" "$left"
  return 1
}

# --- hand-over by git ---
#
# The work of a subtask stands on the branch planc/LABEL, which begins with the merged branches of what it needs. In a
# repository of this machine each works in a linked worktree; in a fresh clone branches come from origin and go there.

git_quietly() { git -c gc.auto=0 -c advice.detachedHead=false "$@" >/dev/null; }

remote() { [ $inside = yes ] || [ -n "${PLANC_CLONE:-}" ]; }

branch() { # branch LABEL: where the branch of another subtask is found
  if remote; then printf 'refs/remotes/origin/planc/%s' "$1"; else printf 'refs/heads/planc/%s' "$1"; fi
}

exists() { git -C "$work" rev-parse --quiet --verify "$1^{commit}" >/dev/null; }

identity() {
  ! git -C "$work" config user.email >/dev/null || return 0
  export GIT_AUTHOR_NAME=planc GIT_AUTHOR_EMAIL=planc@localhost
  export GIT_COMMITTER_NAME=planc GIT_COMMITTER_EMAIL=planc@localhost
}

# A folder with nothing but the base in it.
make_room() { # make_room NAME: sets work
  local name=$1 main base
  if [ $inside = yes ]; then
    work=$(git -C "$started" rev-parse --show-toplevel) || die "this is no clone"
    git -C "$work" fetch --quiet origin '+refs/heads/planc/*:refs/remotes/origin/planc/*' ||
      fail "the branches of origin could not be fetched"
    return
  fi
  if [ -n "${PLANC_CLONE:-}" ]; then
    work=$state/clones/$name
    mkdir -p -- "$state/clones"
    [ -e "$state/.gitignore" ] || printf '*\n' >"$state/.gitignore"
    [ ! -e "$work" ] || mv -- "$work" "$work.$(date +%s).$$"
    git clone --quiet -- "$PLANC_CLONE" "$work" || fail "PLANC_CLONE could not be cloned"
    return
  fi
  main=$(git rev-parse --path-format=absolute --git-common-dir) || die "worktrees need a git repository"
  main=$(dirname -- "$main")
  base=$(git rev-parse --verify --quiet "${PLANC_BASE:-HEAD}^{commit}") || die "there is no commit to begin from"
  work=$main/.planc/worktrees/$name
  mkdir -p -- "$main/.planc/worktrees"
  [ -e "$main/.planc/.gitignore" ] || printf '*\n' >"$main/.planc/.gitignore"
  if [ -e "$work" ]; then
    put_aside "$name"
    git_quietly worktree remove --force -- "$work" || fail "git could not remove the worktree of $name" || return
  fi
  git_quietly worktree add --quiet --detach -- "$work" "$base" || fail "git could not make a worktree for $name"
}

# One after another: git does not wait for others that make or remove a worktree at the same time. A lock that is older
# than a minute belongs to nobody.
alone() { # alone COMMAND…
  local lock=$state/git.lock tries=0 code=0
  mkdir -p -- "$state"
  until mkdir -- "$lock" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || rmdir -- "$lock" 2>/dev/null || true
    sleep 0.1
  done
  "$@" || code=$?
  rmdir -- "$lock"
  return $code
}

# What a try that failed left behind stays on a branch of its own.
put_aside() { # put_aside NAME
  [ -n "$(git -C "$work" status --porcelain 2>/dev/null)" ] || return 0
  identity
  git -C "$work" add --all
  git_quietly -C "$work" commit --quiet --no-verify -m "$1: left behind" &&
    git_quietly branch --force "planc-left/$1" "$(git -C "$work" rev-parse HEAD)" &&
    say "$1: what the last try left behind stands on planc-left/$1"
}

# Begins the branch of a subtask with the merged branches of what it needs, and of those who wrote its files before.
# shellcheck disable=SC2329 # `alone` and `inside` call it by name
take_over() {
  make_room "$label" || return
  identity
  if [ "$inside" = yes ] && exists "$(branch "$label")"; then
    git_quietly -C "$work" checkout --quiet --no-track -B "planc/$label" "$(branch "$label")"
    say "$label is done"
    return 0
  fi
  local others=() one
  if remote; then
    for one in $(decide needs "$label") $(awk -F '\t' -v me="$label" '$1 == me && $8 != "-" { print $8 }' "$table"); do
      ! exists "$(branch "$one")" || others+=("$one")
    done
  else
    for one in $(decide needs "$label") $(decide turns "$label"); do
      if exists "$(branch "$one")"; then
        others+=("$one")
      else
        say "$label: there is no branch planc/$one; its work is taken to stand in ${PLANC_BASE:-HEAD}"
      fi
    done
  fi
  merge_all "planc/$label" ${others[@]+"${others[@]}"}
}

merge_all() { # merge_all BRANCH LABEL…: sets note where that fails
  local target=$1 one files
  shift
  if [ $# -gt 0 ]; then
    git_quietly -C "$work" checkout --quiet --no-track -B "$target" "$(branch "$1")"
  elif [ -n "${PLANC_BASE:-}" ] && remote; then
    git_quietly -C "$work" checkout --quiet --no-track -B "$target" "$PLANC_BASE"
  else
    git_quietly -C "$work" checkout --quiet --no-track -B "$target"
  fi || {
    fail "git could not begin the branch $target"
    return
  }
  for one in "$@"; do
    git_quietly -C "$work" merge --quiet --no-edit -m "Merge planc/$one into $target" "$(branch "$one")" || {
      files=$(git -C "$work" diff --name-only --diff-filter=U | head -n 10 | tr '\n' ' ') || true
      git_quietly -C "$work" merge --abort || true
      fail "merge conflict: planc/$one does not merge into planc/$1 in ${files:-some file }- merge them by hand (git switch planc/$one; git merge planc/$1), commit, and start $label again"
      return
    }
  done
}

# Commits what the agent left and hands the branch over.
publish() {
  # shellcheck disable=SC2015 # both of the first two may fail
  git -C "$work" add --all &&
    { git -C "$work" diff --cached --quiet || git_quietly -C "$work" commit --quiet -m "$label"; } || {
    fail "the work of $label could not be committed"
    return
  }
  ! remote || git -C "$work" push --quiet --force-with-lease origin "HEAD:refs/heads/planc/$label" ||
    fail "the branch of $label could not be pushed"
}

clear_away() {
  [ $inside = no ] || return 0
  if [ -n "${PLANC_CLONE:-}" ]; then
    rm -rf -- "$work"
  else
    git_quietly worktree remove --force -- "$work" || true
  fi
}

# The parts of a start on a hosted runner, where only the first and the last may talk to the repository.
inside() { # inside PART LABEL
  look_up "$2"
  inside=yes
  work=$(git -C "$started" rev-parse --show-toplevel) || die "this is no clone"
  "$1" || {
    say "$label failed${note:+: $note}"
    return 1
  }
}

# shellcheck disable=SC2329 # `inside` calls it by name
work() {
  if exists "$(branch "$label")"; then
    say "$label is done"
  elif [ ${#agent[@]} = 0 ]; then
    show_prompt
  else
    hand_over
  fi
}

# shellcheck disable=SC2329 # `inside` calls it by name
publish_once() {
  ! exists "$(branch "$label")" || return 0
  identity
  publish
}

join_branches() {
  local ends=() one
  [ -z "${GITHUB_ACTIONS:-}" ] || inside=yes
  [ $inside = yes ] || verdict || return
  label=joined
  if make_room joined && identity; then
    # shellcheck disable=SC2013 # labels hold no spaces
    for one in $(awk -F '\t' '
      /^#/ { next }
      { n = split($7, list, " "); for (i = 1; i <= n; i++) needed[list[i]] = 1; if ($1 !~ /^@/) all[++k] = $1 }
      END { for (i = 1; i <= k; i++) if (!needed[all[i]]) print all[i] }' "$table"); do
      ! exists "$(branch "$one")" || ends+=("$one")
    done
    if merge_all planc/joined ${ends[@]+"${ends[@]}"} && publish; then
      clear_away
      say "everything stands on planc/joined"
      return 0
    fi
  fi
  say "the branches could not be joined: $note"
  return 1
}

main "$@"
exit $?
