use std::path::{Component, Path, PathBuf};

/// What people see for each argument: relative to the current folder if it is below it, else as given; an absolute
/// path elsewhere by as many of its last names as tell it from the others. Always with `/`; empty for the current
/// folder itself.
pub(super) fn display_paths(current: &Path, given: &[PathBuf], real: &[Option<PathBuf>]) -> Vec<String> {
    let mut depth = 1;
    loop {
        let displays: Vec<String> = given
            .iter()
            .zip(real)
            .map(|(given, real)| display(current, given, real.as_deref(), depth))
            .collect();
        let clash = displays.iter().enumerate().any(|(at, display)| {
            displays[..at].iter().zip(real).any(|(other, path)| other == display && *path != real[at])
        });
        if !clash || depth > 64 {
            return displays;
        }
        depth += 1;
    }
}

fn display(current: &Path, given: &Path, real: Option<&Path>, depth: usize) -> String {
    let Some(real) = real else { return "<stdin>".to_owned() };
    let climbs = given.components().any(|part| part == Component::ParentDir);
    if given.is_relative() && !climbs {
        return slashes(given);
    }
    if let Ok(below) = real.strip_prefix(current) {
        return slashes(below);
    }
    if given.is_relative() {
        return slashes(given);
    }
    // A file says little without the name of its folder.
    let keep = depth + usize::from(!real.is_dir());
    let names: Vec<Component> =
        real.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    slashes(&names[names.len().saturating_sub(keep)..].iter().collect::<PathBuf>())
}

/// What people see of a file, from the folder `current`; both without links. A file that shares no folder with it
/// but the root of the system is shown by its last two names.
pub fn relative(current: &Path, file: &Path) -> String {
    let shared = current.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let is_name = |part: &Component<'_>| matches!(part, Component::Normal(_));
    if !current.components().take(shared).any(|part| is_name(&part)) {
        let names: Vec<Component<'_>> = file.components().filter(is_name).collect();
        return slashes(&names[names.len().saturating_sub(2)..].iter().collect::<PathBuf>());
    }
    let climbs = current.components().skip(shared).map(|_| Component::ParentDir);
    slashes(&climbs.chain(file.components().skip(shared)).collect::<PathBuf>())
}

/// A relative path with `/`, without `.`; a name that is no text is shown with replacement characters.
pub fn slashes(path: &Path) -> String {
    let mut text = String::new();
    for part in path.components() {
        let name = match part {
            Component::CurDir | Component::RootDir | Component::Prefix(_) => continue,
            Component::ParentDir => "..".into(),
            Component::Normal(name) => name.to_string_lossy(),
        };
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(&name);
    }
    text
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Displays of arguments seen from `/home/u`, which exist only in this test: nothing is a folder.
    fn check(given: &[(&str, &str)], expected: &[&str]) {
        let paths: Vec<PathBuf> = given.iter().map(|(given, _)| PathBuf::from(given)).collect();
        let real: Vec<Option<PathBuf>> = given.iter().map(|(_, real)| Some(PathBuf::from(real))).collect();
        assert_eq!(display_paths(Path::new("/home/u"), &paths, &real), expected);
    }

    #[test]
    fn files_are_shown_from_the_current_folder() {
        for (file, expected) in [
            ("/home/u/a/b.md", "a/b.md"),
            ("/home/planc.toml", "../planc.toml"),
            ("/home/v/w/b.md", "../v/w/b.md"),
            ("/srv/x/y/b.md", "y/b.md"),
        ] {
            assert_eq!(relative(Path::new("/home/u"), Path::new(file)), expected);
        }
    }

    #[test]
    fn paths_are_relative_whatever_was_given() {
        check(&[(".", "/home/u")], &[""]);
        check(&[("./plans/a.md", "/home/u/plans/a.md")], &["plans/a.md"]);
        check(&[("/home/u/plans/a.md", "/home/u/plans/a.md")], &["plans/a.md"]);
        check(&[("../u/a.md", "/home/u/a.md")], &["a.md"]);
        check(&[("../v/a.md", "/home/v/a.md")], &["../v/a.md"]);
        check(&[("/srv/no-x/a.md", "/srv/no-x/a.md")], &["no-x/a.md"]);
        check(
            &[("/srv/no/a.md", "/srv/no/a.md"), ("/opt/no/a.md", "/opt/no/a.md")],
            &["srv/no/a.md", "opt/no/a.md"],
        );
    }
}
