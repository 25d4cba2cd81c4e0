use memchr::memmem;

use crate::source::Span;

/// A path below somebody's home folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HomePath<'t> {
    /// The home folder: `/Users/ada`.
    pub(super) home: &'t str,
    /// The whole path.
    pub(super) span: Span,
}

/// Names that stand for anyone, and accounts that images and services have on every machine.
const ANYONE: [&str; 44] = [
    "alias",
    "app",
    "appuser",
    "circleci",
    "coder",
    "codespace",
    "default",
    "deploy",
    "developer",
    "docker",
    "ec2-user",
    "example",
    "foo",
    "git",
    "gitpod",
    "guest",
    "home",
    "jenkins",
    "jovyan",
    "linuxbrew",
    "me",
    "myname",
    "myuser",
    "myusername",
    "name",
    "nixos",
    "node",
    "nonroot",
    "opam",
    "pi",
    "public",
    "runner",
    "runneradmin",
    "sandbox",
    "shared",
    "someone",
    "ubuntu",
    "user",
    "user1",
    "username",
    "vagrant",
    "vscode",
    "xxx",
    "you",
];
/// Pages and words that a web address has behind `/home/`.
const PAGES: [&str; 14] = [
    "about",
    "api",
    "create",
    "dashboard",
    "feed",
    "index",
    "list",
    "login",
    "logout",
    "news",
    "page",
    "profile",
    "search",
    "settings",
];
/// Words before an address of a web service.
const REQUESTS: [&str; 15] = [
    "get", "post", "put", "delete", "patch", "head", "options", "route", "routes", "endpoint", "href",
    "router", "url", "navigate", "push",
];

/// Longest path that is looked at, in bytes.
const LONGEST: usize = 1000;

/// The paths of home folders in a text, in order. Two passes of a search for one word each.
pub(super) fn home_paths(text: &str) -> Vec<HomePath<'_>> {
    let linux = memmem::find_iter(text.as_bytes(), b"/home/").map(|at| (at, '/', at + "/home/".len()));
    let others = memmem::find_iter(text.as_bytes(), b"Users").filter_map(|at| users(text, at));
    let mut found: Vec<HomePath<'_>> = linux
        .chain(others)
        .filter_map(|(start, separator, name)| home_path(text, start, separator, name))
        .collect();
    found.sort_by_key(|path| path.span);
    found
}

/// The path that begins at `start`, if the name at `name_at` is that of a person.
fn home_path(text: &str, start: usize, separator: char, name_at: usize) -> Option<HomePath<'_>> {
    let is_linux = text[start..].starts_with("/home/");
    let before = &text[..start];
    let begins = !before.ends_with(|c: char| {
        c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | ')' | ']' | '~' | '\\' | '$' | '*')
    });
    let begins = begins && (!before.ends_with('/') || before.ends_with("file://"));
    let name_end = name_at + name(&text[name_at..]);
    let name = &text[name_at..name_end];
    if !begins || !is_person(name) || is_request(before) {
        return None;
    }
    let end = path_end(text, name_end);
    let goes_on = text[name_end..end].starts_with(separator);
    // `/home/dashboard` alone is the page of a site rather than a person.
    let page = PAGES.iter().any(|page| name.eq_ignore_ascii_case(page));
    if separator == '/' && (page || is_linux && !goes_on && !is_command(before)) {
        return None;
    }
    Some(HomePath { home: &text[start..name_end], span: Span::new(start, end) })
}

/// Where a path with the folder `Users` begins, what parts its names, and where the next name begins.
fn users(text: &str, at: usize) -> Option<(usize, char, usize)> {
    let (before, behind) = (&text[..at], &text[at + "Users".len()..]);
    let drive = |text: &str| {
        let letter = text.strip_suffix(':')?;
        letter.ends_with(|c: char| c.is_ascii_alphabetic()).then_some(letter.len() - 1)
    };
    for separator in ["\\\\", "\\", "/"] {
        let (Some(before), true) = (before.strip_suffix(separator), behind.starts_with(separator)) else {
            continue;
        };
        let next = at + "Users".len() + separator.len();
        let sign = if separator == "/" { '/' } else { '\\' };
        if let Some(start) = drive(before) {
            return Some((start, sign, next));
        }
        if sign == '/' {
            // `/mnt/c/Users/` and `/c/Users/` are drives too.
            let letter =
                before.strip_suffix(|c: char| c.is_ascii_lowercase()).and_then(|text| text.strip_suffix('/'));
            let start = letter.map(|text| text.strip_suffix("/mnt").unwrap_or(text).len());
            return Some((start.unwrap_or(before.len()), '/', next));
        }
    }
    None
}

/// Length of a name of a folder.
fn name(text: &str) -> usize {
    text.char_indices()
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-')))
        .map_or(text.len(), |(at, _)| at)
        .min(LONGEST)
}

/// Whether a name is that of a person: begins with a letter and does not stand for anyone.
fn is_person(name: &str) -> bool {
    let small = name.to_ascii_lowercase();
    name.starts_with(char::is_alphabetic)
        && name.chars().count() >= 2
        && !small.starts_with("your")
        && !name.contains("...")
        && !(name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') && name.len() > 2)
        && ANYONE.binary_search(&small.as_str()).is_err()
}

/// Whether words before a path say that it is an address of a web service.
fn is_request(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '"', '\'', '`', '=', '(', ':', '{', '|', '*']);
    let start = before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    let word = &before[before.len() - (before.len() - start).min(12)..];
    REQUESTS.iter().any(|request| word.eq_ignore_ascii_case(request))
}

/// Whether the word before a path takes folders: `cd`, `ls`, `HOME=`.
fn is_command(before: &str) -> bool {
    let word = before.trim_end_matches([' ', '"', '\'', '=']);
    let word = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["cd", "ls", "cp", "mv", "pushd", "HOME", "home"].contains(&word)
}

/// Where a path ends; a space behind a backslash belongs to it.
fn path_end(text: &str, from: usize) -> usize {
    let mut escaped = false;
    let mut end = from;
    for (at, c) in text[from..].char_indices().take(LONGEST) {
        let stops = c.is_whitespace() && !(escaped && c == ' ')
            || c.is_control()
            || matches!(
                c,
                '"' | '\''
                    | '`'
                    | '<'
                    | '>'
                    | '|'
                    | ','
                    | ';'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '*'
                    | '{'
                    | '}'
                    | '。'
                    | '、'
                    | '，'
            );
        if stops {
            break;
        }
        escaped = c == '\\';
        end = from + at + c.len_utf8();
    }
    from + text[from..end].trim_end_matches(['.', ':', '\\', '!', '?']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<(String, String)> {
        home_paths(text).iter().map(|path| (path.home.to_owned(), path.span.of(text).to_owned())).collect()
    }

    #[test]
    fn names_are_sorted() {
        assert!(ANYONE.is_sorted());
    }

    #[test]
    fn homes_of_people_are_found_whole() {
        let cases = [
            ("cd /Users/ada/work/ferry.", "/Users/ada", "/Users/ada/work/ferry"),
            ("cd /Users/ada/My\\ Files/a\\ b && ls", "/Users/ada", "/Users/ada/My\\ Files/a\\ b"),
            ("(`/home/ada/ferry`)", "/home/ada", "/home/ada/ferry"),
            ("cd /home/ada", "/home/ada", "/home/ada"),
            ("open C:\\Users\\Ada\\ferry\\x.md, then", "C:\\Users\\Ada", "C:\\Users\\Ada\\ferry\\x.md"),
            ("\"C:\\\\Users\\\\ada\\\\x\"", "C:\\\\Users\\\\ada", "C:\\\\Users\\\\ada\\\\x"),
            ("D:/Users/ada/x", "D:/Users/ada", "D:/Users/ada/x"),
            ("/mnt/c/Users/ada/x", "/mnt/c/Users/ada", "/mnt/c/Users/ada/x"),
            ("file:///Users/ada.l/x", "/Users/ada.l", "/Users/ada.l/x"),
            ("-v /home/ada/x:/data", "/home/ada", "/home/ada/x:/data"),
        ];
        for (text, home, whole) in cases {
            assert_eq!(paths(text), [(home.to_owned(), whole.to_owned())], "{text}");
        }
    }

    #[test]
    fn pages_placeholders_and_service_accounts_are_none() {
        let texts = [
            "`GET /Users/{id}`",
            "GET /Users/login",
            "api/Users/ada/x",
            "https://x.example/home/ada/x",
            "/home/dashboard",
            "app/home/page.tsx",
            "/Users/<you>/x",
            "/Users/$USER/x",
            "/home/user/x",
            "/home/YOUR_NAME/x",
            "/Users/yourname/x",
            "WORKDIR /home/node/app",
            "~/projects/ferry",
            "$HOME/home/ada/x",
            "Users/ada",
            "C:\\Users\\Public\\x",
            "/home/settings/mail",
            "href=\"/home/offers/today\"",
            "Users can log in",
            "/home/",
            "/Users/",
        ];
        for text in texts {
            assert_eq!(paths(text), [], "{text}");
        }
    }
}
