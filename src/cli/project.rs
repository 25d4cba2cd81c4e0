use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::{Global, Limits, NeedsKind, RuleFlags};
use super::configuration::{Configuration, configured, search};
use super::exit::Failure;
use super::output;
use super::root_settings::{FileRules, filter, tell};
use super::settings::Settings;
use crate::check::{self, RuleSet};
use crate::compile::{Input, Options};
use crate::io::{self, InputOrigin, Revision, Root};
use crate::plan::FileRole;
use crate::schedule::Mode;

/// The files that paths stand for, and what the configurations say about them.
///
/// Every plan root has its own settings of files, plan and rules; those of outputs and schedules are the ones of the
/// first path.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) inputs: Vec<Input>,
    /// Where each input comes from.
    pub(super) origins: Vec<InputOrigin>,
    /// The settings of the first path.
    pub(super) settings: Settings,
    /// The folder that its paths are relative to.
    pub(super) folder: PathBuf,
    options: Options,
    /// The plan roots of the paths with what their configurations say.
    roots: Vec<(Root, Configuration)>,
}

/// A file with its bytes.
struct Found {
    display: String,
    origin: InputOrigin,
    named: bool,
    bytes: Vec<u8>,
}

/// Finds and reads the files below `paths`. Standard input has the path `stdin`, if there is one.
pub(super) fn project(global: &Global, paths: &[PathBuf], stdin: Option<&Path>) -> Result<Project, Failure> {
    let roots = io::roots(Path::new("."), paths, search(global))?;
    let mut project = Project {
        inputs: Vec::new(),
        origins: Vec::new(),
        settings: Settings::default(),
        folder: PathBuf::from("."),
        options: Options::default(),
        roots: Vec::new(),
    };
    let mut known = BTreeMap::new();
    let mut configurations: Vec<Option<String>> = Vec::new();
    for (number, mut root) in roots.into_iter().enumerate() {
        let configuration = configured(&mut known, global, &root)?;
        if number == 0 {
            project.settings.clone_from(&configuration.settings);
            project.folder.clone_from(&configuration.folder);
        }
        project.read(number as u32, &mut root, &configuration, stdin)?;
        configurations.push(configuration.path.clone());
        project.roots.push((root, configuration));
    }
    if stdin.is_some() && !project.origins.contains(&InputOrigin::Stdin) {
        return Err(Failure(
            "--stdin-filename names standard input, which is read only for the path `-`".to_owned(),
        ));
    }
    if let Some(first) = configurations.first()
        && configurations.iter().any(|other| other != first)
    {
        let whose = first.as_ref().map_or("the defaults".to_owned(), |path| format!("those of {path}"));
        output::notice(&format!(
            "note: these paths have several configurations; settings of outputs and schedules are {whose}"
        ));
    }
    Ok(project)
}

impl Project {
    /// Reads the files of a root and takes over what its configuration says.
    fn read(
        &mut self,
        number: u32,
        root: &mut Root,
        configuration: &Configuration,
        stdin: Option<&Path>,
    ) -> Result<(), Failure> {
        let settings = &configuration.settings;
        io::collect(root, &filter(settings))?;
        root.notices.iter().for_each(|text| output::notice(text));
        if root.inputs.is_empty() {
            // A folder without a file is a path without a plan: the finding stands at the folder.
            let path = format!("{}/", if root.display().is_empty() { "." } else { root.display() });
            self.inputs.push(Input { path, bytes: Vec::new(), root: number, named: true });
            self.origins.push(InputOrigin::File(root.folder.clone()));
        }
        let bytes = io::read(&root.inputs, settings.limits.file_size.value.0)?;
        let files = root.inputs.iter().zip(bytes).map(|(input, bytes)| Found {
            display: input.display.clone(),
            origin: input.origin.clone(),
            named: root.is_named(input),
            bytes,
        });
        self.take(number, root, configuration, files, stdin)
    }

    /// The same paths as they were at a commit, with the configurations of today.
    pub(super) fn at(&self, revision: &Revision) -> Result<Project, Failure> {
        let mut past = Project {
            inputs: Vec::new(),
            origins: Vec::new(),
            settings: self.settings.clone(),
            folder: self.folder.clone(),
            options: Options::default(),
            roots: Vec::new(),
        };
        for (number, (root, configuration)) in self.roots.iter().enumerate() {
            let settings = &configuration.settings;
            let mut notices = Vec::new();
            let most = settings.limits.file_size.value.0;
            let files = revision.collect(root, &filter(settings), most, &mut notices)?;
            for text in &notices {
                output::notice(text);
            }
            let files = files.into_iter().map(|file| Found {
                display: file.display,
                origin: InputOrigin::File(file.path),
                named: file.named,
                bytes: file.bytes,
            });
            past.take(number as u32, root, configuration, files, None)?;
        }
        Ok(past)
    }

    /// Takes over the files of a root and what its configuration says.
    fn take(
        &mut self,
        number: u32,
        root: &Root,
        configuration: &Configuration,
        files: impl Iterator<Item = Found>,
        stdin: Option<&Path>,
    ) -> Result<(), Failure> {
        let settings = &configuration.settings;
        if configuration.path.is_some() {
            tell(&mut self.options, number, settings);
        }
        let told = configuration.path.is_some().then(|| FileRules::new(&root.base, settings)).transpose()?;
        for Found { display, origin, named, bytes } in files {
            let name = stdin.filter(|_| origin == InputOrigin::Stdin);
            let path = name.map_or(display, io::slashes);
            if let Some(told) = &told {
                let file = match (&origin, name) {
                    (InputOrigin::File(file), _) => file.clone(),
                    (InputOrigin::Stdin, name) => {
                        Path::new(".").canonicalize()?.join(name.unwrap_or(Path::new("")))
                    }
                };
                self.options.roles.resize(self.inputs.len(), FileRole::Any);
                self.options.roles.push(told.role(&file));
                self.options.checks.files.resize(self.inputs.len(), RuleSet::default());
                self.options.checks.files.push(told.ignored(&file));
            }
            self.inputs.push(Input { path, bytes, root: number, named });
            self.origins.push(origin);
        }
        Ok(())
    }

    /// Lets flags choose rules, in every root.
    pub(super) fn choose(&mut self, flags: &RuleFlags) {
        let checks = &mut self.options.checks;
        for rules in checks.roots.values_mut().chain([&mut checks.otherwise]) {
            if !flags.select.is_empty() {
                rules.enabled = RuleSet::of(flags.select.iter().map(String::as_str));
            }
            rules.enabled.add(&RuleSet::of(flags.extend_select.iter().map(String::as_str)));
            rules.enabled.remove(&RuleSet::of(flags.ignore.iter().map(String::as_str)));
        }
        checks.keep_suppressed = flags.no_ignores;
        for word in flags.ignore.iter().filter(|word| check::chosen(word).is_none()) {
            output::notice(&format!("note: --ignore names {word}, and there is no such rule"));
        }
    }

    /// The options of commands with a schedule; flags win over the configuration.
    pub(super) fn scheduled(&self, limits: &Limits, mode: Mode) -> Options {
        let schedule = &self.settings.schedule;
        Options {
            windows: limits.windows.or(schedule.windows.value.map(|windows| windows.0)),
            needs: limits.needs.needs.unwrap_or(schedule.needs.value.0).mode(),
            file_locks: !limits.no_file_locks && schedule.file_locks.value,
            mode,
            prompt_name: self.settings.pack.name.value.0.clone(),
            calibration: self.settings.calibration.factors.value.0.clone(),
            ..self.options.clone()
        }
    }

    /// The options of commands without a schedule.
    pub(super) fn unscheduled(&self, needs: Option<NeedsKind>) -> Options {
        let needs = needs.unwrap_or(self.settings.schedule.needs.value.0).mode();
        let calibration = self.settings.calibration.factors.value.0.clone();
        Options { needs, schedule_up_to: 0, calibration, ..self.options.clone() }
    }

    /// When a subtask of a run counts as done for those that need it, where the configuration says so.
    pub(super) fn log_gate(&self) -> Option<crate::runlog::Gate> {
        self.settings.log.gate.value.map(|gate| gate.0.gate())
    }

    /// A path of the settings, seen from the current folder.
    pub(super) fn path(&self, path: &str) -> PathBuf {
        match Path::new(".").canonicalize() {
            Ok(current) if self.folder == current || self.folder == Path::new(".") => PathBuf::from(path),
            _ => self.folder.join(path),
        }
    }
}

/// A link is not followed to the file that would change.
pub(super) fn refuse_links(paths: &[PathBuf]) -> Result<(), Failure> {
    let is_link =
        |path: &&PathBuf| path.symlink_metadata().is_ok_and(|found| found.is_symlink() && !path.is_dir());
    match paths.iter().find(is_link) {
        Some(link) => Err(Failure(format!("{} is a link; name the file itself", link.display()))),
        None => Ok(()),
    }
}

/// Replaces the bytes of files, one by one: input, old and new bytes.
pub(super) fn replace_all<'b>(
    origins: &[InputOrigin],
    changes: impl ExactSizeIterator<Item = (usize, &'b [u8], &'b [u8])>,
) -> Result<(), Failure> {
    let all = changes.len();
    for (at, (input, before, after)) in changes.enumerate() {
        let InputOrigin::File(path) = &origins[input] else { continue };
        if let Err(error) = io::replace(path, before, after) {
            let done = if at == 0 { "no file".to_owned() } else { format!("{at} of {all} files") };
            return Err(Failure(format!("{error} ({done} changed)")));
        }
    }
    Ok(())
}
