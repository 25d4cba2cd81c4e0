use crate::emit::is_reserved;

/// What is wrong with a path below an output folder; nothing for a path that stays inside on every system.
///
/// The rule is the same everywhere, so that a folder written on Linux can be copied to Windows.
pub(super) fn fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("is empty");
    }
    if path.len() > 1000 {
        return Some("is longer than 1000 bytes");
    }
    path.split('/').find_map(component_fault)
}

fn component_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("has an empty component")
    } else if name.len() > 200 {
        Some("has a component above 200 bytes")
    } else if name.starts_with('.') {
        Some("has a component that begins with a dot")
    } else if name.starts_with('-') {
        Some("has a component that begins with a dash")
    } else if name.ends_with('.') {
        Some("has a component that ends with a dot")
    } else if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)) {
        Some("has other characters than letters, digits, dot, dash and underscore")
    } else if is_reserved(name) {
        Some("has a component that Windows keeps for a device")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn only_plain_relative_paths_pass() {
        for good in ["map.md", "F1/phases/2a/window-01-F1-1.1.6.md", "launch/build.ninja", "a-", "A_"] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "",
            "/etc/x",
            "../x",
            "a/../b",
            "a/./b",
            "a//b",
            "a/",
            "C:/x",
            "a\\b",
            ".git/config",
            "a/.x",
            "-rf",
            "a.",
            "nul",
            "x/COM1.md",
            "a b",
            "a\0",
            "é",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
