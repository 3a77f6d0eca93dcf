#!/usr/bin/env bash
# The step of action.yml: environment in, one call of attest, outputs and a summary out. Ends as attest ends.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
report=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/attest-$$.json
# A report that an earlier step left under this name says nothing of this image.
rm -f "$report"

usage() {
  echo "attest action: $1" >&2
  exit 2
}

# What a user wrote must not become an option of attest.
value() {
  case ${!1:-} in
    -*) usage "the input behind $1 must not begin with a dash" ;;
  esac
  printf '%s' "${!1:-}"
}

image=$(value ATTEST_IMAGE)
[ -n "$image" ] || usage "image is empty"
if [ -z "${ATTEST_TRUSTED_ROOT:-}${ATTEST_TRUST:-}" ]; then usage "trusted-root and trust are empty"; fi

arguments=("$image" --format json --output "$report")

add() {
  local text
  text=$(value "$2")
  if [ -n "$text" ]; then arguments+=("$1" "$text"); fi
}

add --trusted-root ATTEST_TRUSTED_ROOT
add --trust ATTEST_TRUST

case ${ATTEST_MODE:-} in
  sign)
    case ${ATTEST_PUBLIC_LOG:-false} in
      true) arguments+=(--public-log) ;;
      false) ;;
      *) usage "public-log is true or false" ;;
    esac
    add --signing-config ATTEST_SIGNING_CONFIG
    add --test-report ATTEST_TEST_REPORT
    add --coverage ATTEST_COVERAGE
    add --scan ATTEST_SCAN
    ;;
  verify)
    add --policy ATTEST_POLICY
    # Whatever is asked for is handed on, also what does not fit together: attest refuses that, and nothing is dropped.
    add --github-repository ATTEST_GITHUB_REPOSITORY
    add --workflow ATTEST_WORKFLOW
    add --ref ATTEST_REF
    add --identity ATTEST_IDENTITY
    add --issuer ATTEST_ISSUER
    ;;
  *) usage "mode must be sign or verify, not '${ATTEST_MODE:-}'" ;;
esac

# A runner image names its JDKs like this; the launcher looks for itself elsewhere.
for jdk in JAVA_HOME_25_X64 JAVA_HOME_21_X64 JAVA_HOME_17_X64; do
  if [ -z "${JAVA_HOME:-}" ] && [ -n "${!jdk:-}" ]; then export JAVA_HOME=${!jdk}; fi
done

code=0
"$here/attest" "$ATTEST_MODE" "${arguments[@]}" || code=$?

# No report means that nothing was decided, whatever the exit code says.
if [ ! -s "$report" ]; then
  if [ "$code" -eq 0 ]; then code=3; fi
  echo "attest action: no report was written" >&2
  exit "$code"
fi

# A text of the report itself or, one level deeper, of the one image that it is about.
field() {
  sed -n 's/^  \(    \)\{0,1\}"'"$1"'" : "\([^"]*\)".*/\2/p' "$report" | head -n 1
}

verdict=$(sed -n 's/^  "verdict" : "\([^"]*\)".*/\1/p' "$report" | head -n 1)
if [ "$ATTEST_MODE" = verify ] && [ "$code" -eq 0 ] && [ "$verdict" != verified ]; then
  echo "attest action: the report does not say verified" >&2
  code=3
fi

if [ -n "${GITHUB_OUTPUT:-}" ]; then
  {
    echo "digest=$(field digest)"
    echo "verdict=$verdict"
    echo "report=$report"
  } >>"$GITHUB_OUTPUT"
fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  printf '### attest %s\n\n`%s`: %s\n' "$ATTEST_MODE" "$(field digest)" "${verdict:-done}" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
