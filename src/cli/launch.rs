use std::path::{Component, Path, PathBuf};

use super::exit::Failure;
use super::output;
use super::pack_args::LaunchFlags;
use super::project::Project;
use crate::emit::{Launch, Launchers, Material, launchers};
use crate::io;

/// What launchers are to do: flags of a command that writes packs win over the configuration.
pub(super) fn launch(
    project: &Project,
    paths: &[PathBuf],
    args: &LaunchFlags,
    out: Option<&Path>,
) -> Result<Launch, Failure> {
    let settings = &project.settings.launch;
    let agent = if args.agent.is_empty() { settings.agent.value.0.clone() } else { agent(&args.agent)? };
    let place = out.and_then(|out| place(paths, out)).unwrap_or_default();
    Ok(Launch { agent, worktrees: args.worktrees || settings.worktrees.value, place })
}

/// Makes the launchers, and says what is not among them.
pub(super) fn files(material: &Material, launch: &Launch) -> Launchers {
    let made = launchers(material, launch);
    if let Some(words) = made.left_out {
        output::notice(&format!("note: {words}"));
    }
    made
}

/// The agent's words: each given on its own, or all of them as one JSON list.
fn agent(words: &[String]) -> Result<Vec<String>, Failure> {
    let words = match words {
        [list] if list.trim_start().starts_with('[') => serde_json::from_str(list).map_err(|_| {
            Failure(
                "--agent begins as a JSON list and is none; write '[\"claude\", \"{prompt}\"]'".to_owned(),
            )
        })?,
        words => words.to_vec(),
    };
    match words.first() {
        Some(program) if program.is_empty() => Err(Failure("--agent names no program".to_owned())),
        _ if words.iter().any(|word| word.contains('\0')) => {
            Err(Failure("--agent holds a NUL, which no argument of a program can hold".to_owned()))
        }
        _ => Ok(words),
    }
}

/// Lines that lead from the folder of launchers to the plan root (`root`), and from there to the plan (`plan`);
/// nothing where the plan is standard input, or a path is no text on one line.
fn place(paths: &[PathBuf], out: &Path) -> Option<String> {
    let plans: Vec<PathBuf> = paths.iter().map(|path| path.canonicalize().ok()).collect::<Option<_>>()?;
    let first = plans.first()?;
    let folder = if first.is_dir() { first.as_path() } else { first.parent()? };
    let root = root(folder)?;
    let launchers = real(out)?.join("launch");
    let mut text = format!("root {}\n", line(&leading(&launchers, &root))?);
    for plan in &plans {
        text.extend(["plan ", line(&leading(&root, plan))?, "\n"]);
    }
    Some(text)
}

/// Where agents work and the log stands: the plan root; where nothing marks one, the folder that planc was started in if
/// the plan is below it, so that `planc status` finds the log there.
fn root(plan: &Path) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?.canonicalize().ok()?;
    let unmarked = if plan.starts_with(&here) { here } else { plan.to_owned() };
    Some(io::marked_root(plan).unwrap_or(unmarked))
}

fn line(path: &Path) -> Option<&str> {
    path.to_str().filter(|text| !text.contains(['\n', '\r']))
}

/// A path of which the end need not be there yet.
fn real(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let there = path.ancestors().find(|folder| folder.exists())?;
    Some(there.canonicalize().ok()?.join(path.strip_prefix(there).ok()?))
}

/// The way from one folder to another place; both are absolute.
fn leading(from: &Path, to: &Path) -> PathBuf {
    let (mut from_parts, mut to_parts) = (from.components().peekable(), to.components().peekable());
    while from_parts.peek().is_some() && from_parts.peek() == to_parts.peek() {
        from_parts.next();
        to_parts.next();
    }
    let way: PathBuf = from_parts.map(|_| Component::ParentDir).chain(to_parts).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_climb_and_descend() {
        let way = |from: &str, to: &str| leading(Path::new(from), Path::new(to)).display().to_string();
        assert_eq!(way("/p/out/launch", "/p"), "../..");
        assert_eq!(way("/p/out/launch", "/p/docs/plan"), "../../docs/plan");
        assert_eq!(way("/p", "/p"), ".");
        assert_eq!(way("/tmp/out", "/p/x.md"), "../../p/x.md");
    }

    #[test]
    fn agents_are_words_or_a_list() {
        let words = |words: &[&str]| agent(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["claude", "-p"]).ok(), Some(vec!["claude".to_owned(), "-p".to_owned()]));
        assert_eq!(words(&["[\"a b\", \"{file}\"]"]).ok(), Some(vec!["a b".to_owned(), "{file}".to_owned()]));
        assert_eq!(words(&[]).ok(), Some(Vec::new()));
        for bad in ["[\"a\"", "[1]", "", "a\0"] {
            assert!(words(&[bad]).is_err(), "{bad:?}");
        }
    }
}
