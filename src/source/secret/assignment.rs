//! Values that are given to names such as `SECRET_KEY`.

use super::Secret;
use super::likeness::{is_for_development, is_placeholder, is_random};
use crate::source::Span;

/// Parts of names that say that the value is secret.
const NAMES: [&str; 12] = [
    "secret",
    "token",
    "passw",
    "api_key",
    "apikey",
    "api-key",
    "access_key",
    "accountkey",
    "private_key",
    "encryption_key",
    "signing_key",
    "credential",
];

/// Ends of names whose values say something about a secret and are none.
const ABOUT: [&str; 26] = [
    "hash",
    "hashed",
    "digest",
    "checksum",
    "fingerprint",
    "id",
    "ids",
    "name",
    "url",
    "uri",
    "file",
    "path",
    "type",
    "length",
    "len",
    "size",
    "limit",
    "count",
    "expiry",
    "expires",
    "minutes",
    "days",
    "version",
    "algorithm",
    "prefix",
    "label",
];

/// Longest value that is looked at, in bytes.
const LONGEST: usize = 1024;

/// The value that a run of letters and digits belongs to, if a name says that it is secret.
pub(super) fn at(text: &str, run: Span) -> Option<Secret> {
    let start = run.start as usize
        - text[..run.start as usize].bytes().rev().take(8).take_while(|b| is_sign(*b)).count();
    let before = text[..start].trim_end_matches(['"', '\'', '`', '*']);
    let value = word(&text[start..]);
    let span = Span::new(start, start + value.len());
    if before.ends_with("earer ") {
        return judged(value, false).map(|is_real| Secret { what: "a bearer token", is_real, span });
    }
    let small = name(before)?.to_ascii_lowercase();
    let last = small.rsplit(['_', '-']).next().unwrap_or_default();
    let is_secret = NAMES.iter().any(|part| small.contains(part)) && !ABOUT.contains(&last);
    if !is_secret || small.contains("public") || small.contains("hash") {
        return None;
    }
    let is_key = small.contains("secret") || small.ends_with("key");
    judged(value, is_key).map(|is_real| Secret { what: what(&small), is_real, span })
}

/// The name that a value behind `before` is given to: `NAME=`, `"name": `, `--name `.
fn name(before: &str) -> Option<&str> {
    let spaced = before.trim_end_matches([' ', '\t']);
    let sign = spaced.trim_end_matches([':', '=', '>', '*']);
    let named = sign.trim_end_matches([' ', '\t', '"', '\'', '`', ']', '*']);
    let long = named
        .bytes()
        .rev()
        .take(80)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        .count();
    let name = &named[named.len() - long..];
    let is_option = sign.len() == spaced.len() && named.len() == spaced.len() && name.starts_with("--");
    (sign.len() < spaced.len() || is_option).then_some(name)
}

/// Signs that a password has beside letters and digits, at its start.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'.' | b'~' | b'{' | b'<')
}

/// The characters of a value.
fn word(text: &str) -> &str {
    let holds = |b: &u8| {
        b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'_' | b'-'
                    | b'+'
                    | b'/'
                    | b'='
                    | b'.'
                    | b'~'
                    | b'!'
                    | b'@'
                    | b'#'
                    | b'$'
                    | b'%'
                    | b'^'
                    | b'&'
                    | b'*'
                    | b'{'
                    | b'<'
            )
    };
    let long = text.bytes().take(LONGEST).take_while(holds).count();
    text[..long].trim_end_matches(['.', '*', '!'])
}

/// Whether a value is a secret that works (`Some(true)`), one for development (`Some(false)`), or none.
fn judged(value: &str, is_key: bool) -> Option<bool> {
    if value.len() < 16 || value.starts_with(['/', '.', '~', '-', '@', '#']) || is_placeholder(value) {
        return None;
    }
    let for_development = is_for_development(value);
    if is_random(value) {
        return Some(!for_development);
    }
    let is_words = value.contains(['-', '_'])
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    (is_key && for_development && is_words).then_some(false)
}

fn what(name: &str) -> &'static str {
    if name.contains("passw") {
        "the value of a password"
    } else if name.contains("token") {
        "the value of a token"
    } else if name.contains("secret") {
        "the value of a secret"
    } else {
        "the value of a key"
    }
}
