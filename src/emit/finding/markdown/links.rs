use crate::emit::tty;

/// Where the lines of files can be looked at: on the server that runs the job, at the commit that it checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    base: String,
}

impl Links {
    /// From the server (`https://github.com`), the repository (`owner/name`), the commit, and the folder in which planc
    /// runs below the top of the repository (empty, or `docs/plans`). `None` where one of them is nothing of the kind.
    pub fn new(server: &str, repository: &str, commit: &str, folder: &str) -> Option<Links> {
        let host = server.strip_prefix("https://").or(server.strip_prefix("http://"))?;
        let name = |text: &str| {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b))
        };
        let (owner, project) = repository.split_once('/')?;
        let is_commit = commit.len() >= 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
        if !(name(host) && name(owner) && name(project) && is_commit) {
            return None;
        }
        let mut base = format!("{server}/{repository}/blob/{commit}/");
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            encode(&mut base, part);
            base.push('/');
        }
        Some(Links { base })
    }

    /// The address of a line; `None` for what is no file below the folder.
    pub(super) fn line(&self, path: &str, line: u32) -> Option<String> {
        if path.starts_with(['/', '<']) || path.split('/').any(|part| part == "..") {
            return None;
        }
        let mut out = self.base.clone();
        encode(&mut out, path);
        // Without `plain` a markdown file is shown rendered, where lines cannot be found.
        tty::add(&mut out, format_args!("?plain=1#L{line}"));
        Some(out)
    }
}

/// Everything but letters, digits and a few marks as `%XX`: nothing can end the address.
fn encode(out: &mut String, path: &str) {
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'/' => out.push(char::from(byte)),
            _ => tty::add(out, format_args!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn a_line_of_a_commit() {
        let links = Links::new("https://github.com", "ferry/plans", COMMIT, "docs/my plans").expect("links");
        assert_eq!(
            links.line("a b/MAP_(1).md", 7).expect("below"),
            format!(
                "https://github.com/ferry/plans/blob/{COMMIT}/docs/my%20plans/a%20b/MAP%5F%281%29.md?plain=1#L7"
            )
        );
        assert_eq!(
            (links.line("../x.md", 1), links.line("/x.md", 1), links.line("<stdin>", 1)),
            (None, None, None)
        );
    }

    #[test]
    fn an_environment_that_is_no_address_gives_no_links() {
        for (server, repository, commit) in [
            ("javascript:alert(1)//", "o/r", COMMIT),
            ("https://github.com/)", "o/r", COMMIT),
            ("https://github.com", "o", COMMIT),
            ("https://github.com", "o/r)[x](y", COMMIT),
            ("https://github.com", "o/r", "main"),
            ("", "", ""),
        ] {
            assert_eq!(Links::new(server, repository, commit, ""), None, "{server} {repository} {commit}");
        }
    }
}
