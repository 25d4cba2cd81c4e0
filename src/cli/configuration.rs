use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Global;
use super::exit::Failure;
use super::output;
use super::settings::{self, Settings};
use crate::io::{self, InputOrigin, Root, Search};

/// The largest configuration that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// A configuration with the name that people see.
#[derive(Clone, Debug, Default)]
pub(super) struct Configuration {
    /// Nothing where there is no file.
    pub(super) path: Option<String>,
    pub(super) settings: Settings,
    /// The plan root's folder.
    pub(super) folder: PathBuf,
}

/// The configuration of the first of `paths`.
pub(super) fn configuration(global: &Global, paths: &[PathBuf]) -> Result<Configuration, Failure> {
    let first = &paths[..paths.len().min(1)];
    let root = io::roots(Path::new("."), first, search(global))?.pop().unwrap_or_default();
    configured(&mut BTreeMap::new(), global, &root)
}

/// Where configurations are looked for.
pub(super) fn search(global: &Global) -> Search {
    if global.isolated || global.config.is_some() { Search::Nowhere } else { Search::Upward }
}

/// The configuration of a root, each file read once; its remarks are told.
pub(super) fn configured(
    known: &mut BTreeMap<PathBuf, Settings>,
    global: &Global,
    root: &Root,
) -> Result<Configuration, Failure> {
    let folder = root.base.clone();
    let Some(path) = global.config.as_ref().or(root.config.as_ref()) else {
        return Ok(Configuration { folder, ..Configuration::default() });
    };
    let shown = match &global.config {
        Some(given) => given.display().to_string(),
        None => io::relative(&Path::new(".").canonicalize()?, path),
    };
    let settings = match known.get(path) {
        Some(settings) => settings.clone(),
        None => {
            let input = io::Input { display: shown.clone(), origin: InputOrigin::File(path.clone()) };
            let text = String::from_utf8(io::read(&[input], LARGEST)?.concat())
                .map_err(|_| Failure(format!("{shown} is no UTF-8 text")))?;
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
            let read = settings::read(&shown, text).map_err(Failure)?;
            read.remarks.iter().for_each(|remark| output::notice(&format!("note: {remark}")));
            known.insert(path.clone(), read.settings.clone());
            read.settings
        }
    };
    Ok(Configuration { path: Some(shown), settings, folder })
}
