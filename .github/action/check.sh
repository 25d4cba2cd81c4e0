#!/usr/bin/env bash
# Runs `planc check` as a step asks for it, and tells the next steps what was found.
# Reads PLANC, FROM_FORK, INPUT_… and the variables of the runner. Ends with the exit code of planc.
set -uo pipefail

arguments=(--fail-on "$INPUT_FAIL_ON")
counted=$(mktemp "$RUNNER_TEMP/planc-counted.XXXXXX") || exit 2
arguments+=(--report "gitlab=$counted")
[ "$INPUT_ANNOTATIONS" = true ] || arguments+=(--format full)
[ "$INPUT_STEP_SUMMARY" = true ] || unset GITHUB_STEP_SUMMARY
[ -z "$INPUT_BASELINE" ] || arguments+=(--baseline "$INPUT_BASELINE")
sarif=$INPUT_SARIF_FILE
[ "$INPUT_SARIF" != true ] || [ -n "$sarif" ] || sarif="$RUNNER_TEMP/planc.sarif"
[ -z "$sarif" ] || arguments+=(--report "sarif=$sarif")
if [ -n "$INPUT_CONFIG" ]; then
  arguments+=(--config "$INPUT_CONFIG")
elif [ "$FROM_FORK" = true ] && "$PLANC" check --help | grep -q -- --isolated; then
  # Whoever sends a pull request from a fork does not choose what is checked.
  arguments+=(--isolated)
  echo "planc: a pull request from a fork is checked without its own configuration; see the input config"
fi
read -r -a more <<<"$INPUT_ARGS"
arguments+=(${more[@]+"${more[@]}"})
paths=()
while IFS= read -r path; do
  [ -z "$path" ] || paths+=("$path")
done <<<"$INPUT_PATH"

"$PLANC" check "${arguments[@]}" -- ${paths[@]+"${paths[@]}"}
code=$?

# One finding a line; inside of texts quotes are escaped, so that nothing in a plan counts as a severity.
count() { grep -c "\"severity\":\"$1\"" "$counted" || true; }
errors=$(count critical)
warnings=$(count minor)
findings=$((errors + warnings + $(count info)))
mark="planc-$RANDOM$RANDOM$RANDOM$RANDOM"
{
  echo "findings=$findings"
  echo "errors=$errors"
  echo "warnings=$warnings"
  if [ -n "$sarif" ] && [ -f "$sarif" ]; then
    printf 'sarif-file<<%s\n%s\n%s\n' "$mark" "$(realpath "$sarif")" "$mark"
  fi
} >>"$GITHUB_OUTPUT"
exit $code
