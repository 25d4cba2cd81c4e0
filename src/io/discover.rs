use std::fs;
use std::path::{Path, PathBuf};

use super::discover_error::DiscoverError;
use super::display_path::display_paths;
use super::input::{Input, InputOrigin};
use super::manifest::MANIFEST;
use super::walk::{Filter, walk};

/// Names of configuration files, best first, relative to a plan root.
pub const CONFIG_NAMES: [&str; 3] = ["planc.toml", ".planc.toml", ".config/planc.toml"];

/// A plan root: files whose ids belong together.
#[derive(Clone, Debug, Default)]
pub struct Root {
    /// The folder with the configuration, else the folder that was named or that holds the named file.
    /// The current folder for standard input.
    pub folder: PathBuf,
    /// The configuration that makes it a root.
    pub config: Option<PathBuf>,
    /// The folder that patterns are relative to.
    pub base: PathBuf,
    /// Its files, sorted by what people see; filled by [`collect`].
    pub inputs: Vec<Input>,
    /// What was left out although it was named or is called like a plan, as sentences for people.
    pub notices: Vec<String>,
    arguments: Vec<Argument>,
    /// Arguments with one key share a root.
    key: PathBuf,
}

impl Root {
    /// What people see of its first argument; `.` for the current folder.
    pub fn display(&self) -> &str {
        self.arguments.first().map_or(".", |argument| argument.display.as_str()).trim_end_matches('/')
    }

    /// The paths of the command line that it stands for.
    pub(super) fn arguments(&self) -> &[Argument] {
        &self.arguments
    }

    /// Whether an input was named itself and not found in a folder.
    pub fn is_named(&self, input: &Input) -> bool {
        let InputOrigin::File(file) = &input.origin else { return true };
        self.arguments.iter().any(|argument| !argument.is_folder && argument.path.as_ref() == Some(file))
    }
}

/// A path of the command line.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    /// Without links; `None` for standard input.
    pub(super) path: Option<PathBuf>,
    pub(super) is_folder: bool,
    pub(super) display: String,
}

/// Finds the plan roots of `paths`, seen from the folder `current`, and all their files.
///
/// # Errors
/// A path that does not exist, cannot be read or is no file or folder.
pub fn discover(current: &Path, paths: &[PathBuf]) -> Result<Vec<Root>, DiscoverError> {
    let mut roots = roots(current, paths, Search::Upward)?;
    for root in &mut roots {
        collect(root, &Filter::default())?;
    }
    Ok(roots)
}

/// Where configurations are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// In the folder of each path and in those above it, up to the root of the repository.
    Upward,
    /// Nowhere.
    Nowhere,
}

/// Finds the plan roots of `paths` without their files, so that each root's configuration can be read first.
///
/// # Errors
/// A path that does not exist, cannot be read or is no file or folder.
pub fn roots(current: &Path, paths: &[PathBuf], search: Search) -> Result<Vec<Root>, DiscoverError> {
    let current = fs::canonicalize(current).map_err(|error| DiscoverError::io(current, error))?;
    let mut real = Vec::with_capacity(paths.len());
    for path in paths {
        let found = fs::canonicalize(current.join(path));
        let stdin = path.as_os_str() == "-";
        real.push(if stdin { None } else { Some(found.map_err(|error| DiscoverError::io(path, error))?) });
    }
    let displays = display_paths(&current, paths, &real);
    let folders: Vec<&Path> =
        real.iter().flatten().map(PathBuf::as_path).filter(|path| path.is_dir()).collect();
    let mut roots: Vec<Root> = Vec::new();
    for ((path, display), given) in real.iter().zip(displays).zip(paths) {
        let is_folder = path.as_ref().is_some_and(|path| path.is_dir());
        let mut root = match path {
            None => Root { key: PathBuf::from("-"), ..root_of(&current, true, &[], search)? },
            Some(path) if is_folder || path.is_file() => root_of(path, is_folder, &folders, search)?,
            Some(_) => return Err(DiscoverError::NotRegular { path: given.clone() }),
        };
        root.base = if search == Search::Upward { root.folder.clone() } else { current.clone() };
        root.arguments.push(Argument { path: path.clone(), is_folder, display });
        match roots.iter_mut().find(|known| known.key == root.key) {
            Some(known) => known.arguments.append(&mut root.arguments),
            None => roots.push(root),
        }
    }
    Ok(roots)
}

/// Fills in the files of a root.
///
/// # Errors
/// A folder that cannot be read, or a pattern that is none.
pub fn collect(root: &mut Root, filter: &Filter) -> Result<(), DiscoverError> {
    let mut inputs = Vec::new();
    for argument in &root.arguments {
        let display = &argument.display;
        match &argument.path {
            None => inputs.push(Input { display: "<stdin>".to_owned(), origin: InputOrigin::Stdin }),
            Some(path) if !argument.is_folder => {
                inputs.push(Input { display: display.clone(), origin: InputOrigin::File(path.clone()) });
            }
            Some(path) if path.join(MANIFEST).is_file() => {
                let display = if display.is_empty() { "." } else { display };
                root.notices
                    .push(format!("{display} is left out: it holds output of planc, which is no plan"));
            }
            Some(path) => walk(path, display, &root.base, filter, &mut inputs, &mut root.notices)?,
        }
    }
    inputs.sort();
    // One file can be named twice, alone and by its folder.
    let mut seen = std::collections::BTreeSet::new();
    inputs.retain(|input| seen.insert(input.origin.clone()));
    root.inputs = inputs;
    Ok(())
}

/// The root of a path: the nearest folder upward that has a configuration, else the outermost named folder around
/// the path, else the file alone.
fn root_of(path: &Path, is_folder: bool, folders: &[&Path], search: Search) -> Result<Root, DiscoverError> {
    let folder = if is_folder { path } else { path.parent().unwrap_or(path) };
    let searched = folder.ancestors().take(if search == Search::Upward { usize::MAX } else { 0 });
    for above in searched {
        let config = CONFIG_NAMES.iter().map(|name| above.join(name)).find(|config| config.is_file());
        if let Some(config) = config {
            stays_inside(&config, above)?;
            let (folder, key) = (above.to_owned(), above.to_owned());
            return Ok(Root { folder, config: Some(config), key, ..Root::default() });
        }
        if above.join(".git").exists() {
            break;
        }
    }
    let outermost =
        folders.iter().filter(|folder| path.starts_with(folder)).min_by_key(|f| f.components().count());
    let key = outermost.map_or(path, |folder| *folder).to_owned();
    let folder = if outermost.is_some() { key.clone() } else { folder.to_owned() };
    Ok(Root { folder, key, ..Root::default() })
}

/// Refuses a configuration that is, or stands behind, a link to somewhere outside of the repository; without a
/// repository, outside of its folder.
fn stays_inside(config: &Path, folder: &Path) -> Result<(), DiscoverError> {
    let real = fs::canonicalize(config).map_err(|error| DiscoverError::io(config, error))?;
    let repository = folder.ancestors().find(|above| above.join(".git").exists()).unwrap_or(folder);
    let name = config.file_name().unwrap_or_default();
    if real.starts_with(repository) { Ok(()) } else { Err(DiscoverError::Outside { path: name.into() }) }
}
