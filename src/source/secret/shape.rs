//! Tokens that their makers gave a shape of their own.

use super::Secret;
use super::likeness::{is_for_development, is_placeholder, is_random};
use crate::source::Span;

/// A beginning and what follows it.
struct Shape {
    begins: &'static str,
    what: &'static str,
    /// Characters behind the beginning, at least.
    least: usize,
    set: Set,
}

/// Which characters a value has.
#[derive(Clone, Copy)]
enum Set {
    /// `A-Z0-9`
    Capitals,
    /// `A-Za-z0-9`
    Words,
    /// `A-Za-z0-9_-`
    Names,
    /// `A-Za-z0-9_.-`
    Dotted,
    /// `A-Za-z0-9_/-`
    Paths,
}

impl Set {
    fn holds(self, byte: u8) -> bool {
        match self {
            Set::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Set::Words => byte.is_ascii_alphanumeric(),
            Set::Names => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Set::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'),
            Set::Paths => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/'),
        }
    }
}

const fn begins(begins: &'static str, what: &'static str, least: usize, set: Set) -> Shape {
    Shape { begins, what, least, set }
}

/// From the documentation of those who issue them.
static SHAPES: [Shape; 37] = [
    begins("AKIA", "an AWS access key", 16, Set::Capitals),
    begins("ASIA", "an AWS access key", 16, Set::Capitals),
    begins("ghp_", "a GitHub token", 30, Set::Words),
    begins("gho_", "a GitHub token", 30, Set::Words),
    begins("ghu_", "a GitHub token", 30, Set::Words),
    begins("ghs_", "a GitHub token", 30, Set::Words),
    begins("ghr_", "a GitHub token", 30, Set::Words),
    begins("github_pat_", "a GitHub token", 30, Set::Names),
    begins("glpat-", "a GitLab token", 20, Set::Names),
    begins("sk-", "an API key", 20, Set::Names),
    begins("sk_live_", "a Stripe key", 16, Set::Words),
    begins("rk_live_", "a Stripe key", 16, Set::Words),
    begins(TEST_KEY, "a Stripe key", 16, Set::Words),
    begins("whsec_", "a webhook secret", 24, Set::Names),
    begins("xox", "a Slack token", 20, Set::Names),
    begins("xapp-", "a Slack token", 20, Set::Names),
    begins("AIza", "a Google API key", 35, Set::Names),
    begins("ya29.", "a Google token", 20, Set::Names),
    begins("GOCSPX-", "a Google client secret", 20, Set::Names),
    begins("npm_", "an npm token", 36, Set::Words),
    begins("pypi-", "a PyPI token", 40, Set::Names),
    begins("rubygems_", "a RubyGems token", 40, Set::Words),
    begins("hf_", "a Hugging Face token", 30, Set::Words),
    begins("SG.", "a SendGrid key", 40, Set::Dotted),
    begins("shpat_", "a Shopify token", 32, Set::Words),
    begins("dop_v1_", "a DigitalOcean token", 40, Set::Words),
    begins("dckr_pat_", "a Docker token", 20, Set::Names),
    begins("lin_api_", "a Linear key", 30, Set::Words),
    begins("ntn_", "a Notion token", 30, Set::Words),
    begins("figd_", "a Figma token", 30, Set::Names),
    begins("glsa_", "a Grafana token", 30, Set::Names),
    begins("sntrys_", "a Sentry token", 30, Set::Names),
    begins("hvs.", "a Vault token", 24, Set::Names),
    begins("dapi", "a Databricks token", 32, Set::Words),
    begins("AGE-SECRET-KEY-1", "an age key", 50, Set::Capitals),
    begins("/services/T", "a Slack webhook", 30, Set::Paths),
    begins("/api/webhooks/", "a Discord webhook", 60, Set::Paths),
];

/// Longest token that is looked at, in bytes; private keys may be longer.
const LONGEST: usize = 8 << 10;
const TEST_KEY: &str = "sk_test_";
/// The payload of the token that documentation shows everywhere.
const SAMPLE: &str = "eyJzdWIiOiIxMjM0NTY3ODkwIiwi";

/// The token that a run of letters and digits belongs to, if it has a shape of its own.
pub(super) fn at(text: &str, run: Span) -> Option<Secret> {
    let (start, bytes) = (run.start as usize, text.as_bytes());
    // The run may begin behind a dot of the beginning (`SG.`), and a token behind a slash or at the slash of a path.
    let slashes = memchr::memchr_iter(b'/', &bytes[start..run.end as usize]).map(|at| start + at);
    let slashes = slashes.flat_map(|at| [at, at + 1]);
    let dotted = [3, 4, 5].into_iter().filter_map(|back| start.checked_sub(back));
    let dotted = dotted.filter(|_| start > 0 && bytes[start - 1] == b'.');
    let begins = std::iter::once(start).chain(slashes).chain(dotted);
    let (what, span) = begins
        .filter_map(|at| shaped(text, at))
        .chain(private_key(text, start).map(|span| ("a private key", span)))
        .chain(web_token(text, start).map(|span| ("a JSON web token", span)))
        .chain(telegram(text, run).map(|span| ("a Telegram token", span)))
        .chain(password(text, start).map(|span| ("the password of a link", span)))
        .next()?;
    let value = span.of(text);
    // Tokens hold digits; `sk-` begins words as well.
    if is_placeholder(value) || value.contains(SAMPLE) || !value.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Secret { what, is_real: !value.starts_with(TEST_KEY) && !is_for_development(value), span })
}

fn shaped(text: &str, at: usize) -> Option<(&'static str, Span)> {
    let rest = text.get(at..)?;
    let first = rest.bytes().next()?;
    let shape =
        SHAPES.iter().find(|s| s.begins.as_bytes().first() == Some(&first) && rest.starts_with(s.begins))?;
    let behind = rest[shape.begins.len()..].bytes().take(LONGEST);
    let long = behind.take_while(|b| shape.set.holds(*b)).count();
    let end = at + shape.begins.len() + long;
    let ends = !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let begins_word = at == 0 || !Set::Names.holds(text.as_bytes()[at - 1]);
    let page = shape.begins.starts_with('/');
    let known_site = || {
        text[..at].ends_with("hooks.slack.com")
            || text[..at].ends_with("discord.com")
            || text[..at].ends_with("discordapp.com")
    };
    let fits = if page { known_site() } else { begins_word && ends };
    let trimmed = text[at..end].trim_end_matches(['.', '-']).len();
    (fits && long >= shape.least)
        .then(|| (shape.what, Span::new(if page { at + shape.begins.len() } else { at }, at + trimmed)))
}

/// Three parts with dots between them, the first two JSON.
fn web_token(text: &str, at: usize) -> Option<Span> {
    let rest = text[at..].strip_prefix("eyJ")?;
    let long = 3 + rest.bytes().take(LONGEST).take_while(|b| Set::Dotted.holds(*b)).count();
    let token = text[at..at + long].trim_end_matches('.');
    let parts: Vec<usize> = token.split('.').map(str::len).collect();
    let whole = parts.len() == 3 && parts[0] >= 16 && parts[1] >= 10 && parts[2] >= 20;
    whole.then(|| Span::new(at, at + token.len()))
}

/// The lines between `-----BEGIN … PRIVATE KEY-----` and `-----END`, of which the first begins at `at`.
fn private_key(text: &str, at: usize) -> Option<Span> {
    /// More than the largest key that people use.
    const LONGEST: usize = 16 << 10;
    let before = text[..at].trim_end_matches(['\n', '\r', ' ', '\t', '>', '"', '\\']);
    if !before.ends_with("PRIVATE KEY-----") {
        return None;
    }
    let end = at + text[at..].bytes().take(LONGEST).position(|b| b == b'-')?;
    let body = text[at..end].trim_end_matches(['\n', '\r', ' ', '\t', '>']);
    let letters = body.bytes().filter(u8::is_ascii_alphanumeric).count();
    (letters >= 40).then(|| Span::new(at, at + body.len()))
}

/// `123456789:AA…`
fn telegram(text: &str, run: Span) -> Option<Span> {
    let start = run.start as usize;
    let before = text[..start].strip_suffix(':')?;
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let fits = run.of(text).starts_with("AA") && run.len() >= 30 && (8..=12).contains(&digits);
    fits.then(|| Span { start: (before.len() - digits) as u32, end: run.end })
}

/// The password of `://user:password@host`, where it looks drawn by lot.
fn password(text: &str, at: usize) -> Option<Span> {
    let before = text[..at].strip_suffix(':')?;
    let user = before.bytes().rev().take(64).take_while(|b| Set::Names.holds(*b) || *b == b'.').count();
    let link = before[..before.len() - user].ends_with("://");
    let end = |b: u8| b.is_ascii_whitespace() || matches!(b, b'@' | b'/' | b'"' | b'\'' | b'`' | b'<' | b'>');
    let long = if link { text[at..].bytes().position(end)? } else { return None };
    let value = text.get(at..at + long)?;
    (text[at + long..].starts_with('@') && is_random(value)).then(|| Span::new(at, at + long))
}
