//! Keys, tokens and passwords in text, so that no output repeats them.

mod assignment;
mod likeness;
mod mask;
mod runs;
mod shape;

use super::Span;

pub use mask::{Mask, SHOWN};

/// A value that gives access to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it is, with its article: `a GitHub token`, `the value of a secret`.
    pub what: &'static str,
    /// Whether it works somewhere for all that can be seen; `false` where its words say that it is for development.
    pub is_real: bool,
    /// The value alone, in the reading text.
    pub span: Span,
}

/// Finds the secrets of a text in one pass, in order of place, none overlapping.
pub(super) fn find(text: &str) -> Vec<Secret> {
    let mut found: Vec<Secret> = Vec::new();
    let mut done = 0;
    for run in runs::runs(text) {
        if run.end <= done {
            continue;
        }
        // What is drawn by lot has digits; without one only a value for development is left, and that has several words.
        let words = run.of(text);
        let shaped = || words.bytes().any(|b| b.is_ascii_digit()).then(|| shape::at(text, run)).flatten();
        let assigned = || {
            words.contains(|c: char| !c.is_ascii_alphabetic()).then(|| assignment::at(text, run)).flatten()
        };
        if let Some(secret) = shaped().or_else(assigned)
            && secret.span.start >= done
        {
            done = secret.span.end;
            found.push(secret);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each secret of a text as what it is, its value, and whether it is real.
    fn secrets(text: &str) -> Vec<(&'static str, String, bool)> {
        find(text).iter().map(|found| (found.what, found.span.of(text).to_owned(), found.is_real)).collect()
    }

    /// Letters and digits drawn by lot, so that no token stands in this file.
    fn lot(length: usize) -> String {
        const SIGNS: &[u8] = b"k3Zq9Lw2Xv7Rt4Bn8Mc1Ypd5Hs6GjF0";
        (0..length).map(|at| SIGNS[(at * 7 + at / 31) % SIGNS.len()] as char).collect()
    }

    #[test]
    fn tokens_are_known_by_their_shapes() {
        let (long, capitals) = (lot(80), lot(60).to_ascii_uppercase());
        let cases = [
            ("an AWS access key", format!("AKIA{}", &capitals[..16])),
            ("a GitHub token", format!("ghp_{}", &long[..36])),
            ("a GitHub token", format!("github_pat_{}", &long[..60])),
            ("a GitLab token", format!("glpat-{}", &long[..20])),
            ("an API key", format!("sk-{}", &long[..48])),
            ("an API key", format!("sk-ant-api03-{}", &long[..60])),
            ("a Stripe key", format!("sk_live_{}", &long[..24])),
            ("a Slack token", format!("xoxb-1234567890-{}", &long[..24])),
            ("a Google API key", format!("AIza{}", &long[..35])),
            ("a JSON web token", format!("eyJ{}.{}.{}", &long[..30], &long[..40], &long[..43])),
            ("an npm token", format!("npm_{}", &long[..36])),
            ("a Hugging Face token", format!("hf_{}", &long[..34])),
            ("a SendGrid key", format!("SG.{}.{}", &long[..22], &long[..43])),
            ("a Telegram token", format!("123456789:AA{}", &long[..33])),
        ];
        for (what, token) in cases {
            for text in [
                format!("use {token} now"),
                format!("KEY=\"{token}\""),
                format!("`{token}`"),
                format!("- {token}.\n"),
            ] {
                assert_eq!(secrets(&text), [(what, token.clone(), true)], "{text}");
            }
        }
    }

    #[test]
    fn values_are_known_by_their_names() {
        let value = lot(32);
        let forms = [
            "SECRET_KEY={}",
            "export API_KEY='{}'",
            "\"clientSecret\": \"{}\",",
            "password: {}",
            "db_passwd = `{}`",
            "X-Api-Key: {}",
            "curl --token {} x",
            "Authorization: Bearer {}",
            "postgres://ferry:{}@db/x",
            "**Token:** {}",
        ];
        for form in forms {
            let found = secrets(&form.replace("{}", &value));
            assert_eq!(found.len(), 1, "{form}");
            assert_eq!((found[0].1.as_str(), found[0].2), (value.as_str(), true), "{form}");
        }
        let dev = "SECRET_KEY=dev-key-not-for-production-use";
        assert_eq!(secrets(dev), [("the value of a secret", dev[11..].to_owned(), false)]);
    }

    #[test]
    fn a_private_key_is_found_whole() {
        let body = format!("{}\n{}", lot(64), lot(40));
        let text = format!("x\n-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----\n");
        assert_eq!(secrets(&text), [("a private key", body, true)]);
    }

    #[test]
    fn names_places_to_fill_in_and_hashes_are_no_secrets() {
        let texts = [
            "API_KEY=your-api-key-here",
            "API_KEY=${FERRY_API_KEY_FROM_VAULT}",
            "use sk-... as the key",
            "TOKEN=<your token>",
            "KEY = 'AKIAIOSFODNN7EXAMPLE'",
            "password_hash = \"9f86d081884c7d659a2feaa0c55ad015\"",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "id: 123e4567-e89b-12d3-a456-426614174000",
            "token: 123e4567-e89b-12d3-a456-426614174000",
            "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "commit 4f1372a9f86d081884c7d659a2feaa0c55ad0151",
            "ACCESS_TOKEN_KEY = 'ferry_access_token_v2'",
            "access_token = create_access_token(user.id, 1)",
            "task-1-of-feature-2-is-about-sk-and-more",
            "token: string, expires_in_minutes_30: number",
            "secret: /run/secrets/ferry_password_v2_prod",
            "postgres://user:password@localhost:5432/ferry_dev",
            "password: \"SecurePassword12345\"",
            "ACCESS_TOKEN_EXPIRE_MINUTES=3012345678901234567",
            "src/components/secret/SecretView2.test.tsx",
            "refresh_token=hash_refresh_token_2024(refresh_token)",
        ];
        for text in texts {
            assert_eq!(secrets(text), [], "{text}");
        }
    }
}
