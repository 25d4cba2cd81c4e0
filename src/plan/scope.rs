//! Which feature an id belongs to.

use rustc_hash::FxHashSet;

use crate::source::SourceFile;
use crate::syntax::{Document, StatedId, components};

/// A feature before it has an index: its root, and its number or name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct FeatureKey {
    pub(super) root: u32,
    /// Numbered features sort before named ones.
    pub(super) named: bool,
    pub(super) id: String,
}

/// Answers for every document of a compilation.
pub(super) struct Scopes<'a> {
    documents: &'a [Document],
    roots: &'a [u32],
    /// Feature numbers that some document of a root states: `(root, number)`.
    stated: FxHashSet<(u32, String)>,
    /// Name of each document's own feature, from its folder or file.
    names: Vec<String>,
}

impl<'a> Scopes<'a> {
    pub(super) fn new(sources: &[SourceFile], documents: &'a [Document], roots: &'a [u32]) -> Scopes<'a> {
        let mut stated = FxHashSet::default();
        for (document, &root) in documents.iter().zip(roots) {
            if !document.is_plan() {
                continue;
            }
            stated.extend(document.features.iter().map(|f| (root, f.id.clone())));
            stated.extend(
                document.tracks.iter().filter_map(|t| Some((root, t.id.split_once('.')?.0.to_owned()))),
            );
            let ids = document.subtasks.iter().filter_map(|s| s.id.feature.clone());
            stated.extend(ids.map(|number| (root, number)));
            stated.extend(number_in_path(sources[document.file.index()].path()).map(|number| (root, number)));
        }
        let names = documents
            .iter()
            .map(|d| {
                let path = sources[d.file.index()].path();
                if d.is_one_subtask { folder_of(path) } else { name_of(path) }
            })
            .collect();
        Scopes { documents, roots, stated, names }
    }

    /// The feature of an id that `document` writes.
    pub(super) fn of_id(&self, document: usize, id: &StatedId) -> FeatureKey {
        let root = self.roots[document];
        if let Some(number) = &id.feature {
            return FeatureKey { root, named: false, id: number.clone() };
        }
        if components(&id.text) >= 3
            && let Some((first, _)) = id.text.split_once('.')
            && self.stated.contains(&(root, first.to_owned()))
        {
            return FeatureKey { root, named: false, id: first.to_owned() };
        }
        self.own(document)
    }

    /// The feature of a prefix such as `1.1` in a wildcard or of a group.
    pub(super) fn of_prefix(&self, document: usize, prefix: &StatedId) -> FeatureKey {
        let root = self.roots[document];
        let number = prefix.feature.clone().or_else(|| {
            let first = prefix.text.split('.').next()?.to_owned();
            self.stated.contains(&(root, first.clone())).then_some(first)
        });
        number.map_or_else(|| self.own(document), |id| FeatureKey { root, named: false, id })
    }

    /// The document's own feature, for ids without a feature number.
    pub(super) fn own(&self, document: usize) -> FeatureKey {
        FeatureKey { root: self.roots[document], named: true, id: self.names[document].clone() }
    }

    /// Whether a document holds several lists whose ids are told apart by their list.
    pub(super) fn has_lists(&self, document: usize) -> bool {
        self.documents[document].subtasks.iter().any(|statement| statement.list.is_some())
    }

    /// The feature of each statement of a document; an integration test goes with what stands around it.
    pub(super) fn of_statements(&self, document: usize) -> Vec<FeatureKey> {
        let stated = &self.documents[document];
        let mut keys: Vec<Option<FeatureKey>> = stated
            .subtasks
            .iter()
            .map(|s| {
                if let Some(list) = &s.list {
                    return Some(FeatureKey { root: self.roots[document], named: true, id: list.clone() });
                }
                (!is_integration(&s.id.text) || s.id.feature.is_some()).then(|| self.of_id(document, &s.id))
            })
            .collect();
        let first = keys.iter().flatten().next().cloned();
        let mut last: Option<FeatureKey> = None;
        for (at, key) in keys.iter_mut().enumerate() {
            if key.is_none() {
                let line = stated.subtasks[at].span.start;
                let heading = stated.features.iter().rfind(|f| f.span.start <= line);
                let previous = at.checked_sub(1).map(|before| stated.subtasks[before].span.start);
                let closer = heading.filter(|f| previous.is_none_or(|p| f.span.start > p));
                let by_heading = closer.map(|f| FeatureKey {
                    root: self.roots[document],
                    named: !f.id.bytes().all(|b| b.is_ascii_digit()),
                    id: f.id.clone(),
                });
                *key = by_heading.or_else(|| last.clone()).or_else(|| first.clone());
            }
            last.clone_from(key);
        }
        keys.into_iter().map(|key| key.unwrap_or_else(|| self.own(document))).collect()
    }
}

/// Whether an id is that of a closing test.
pub(super) fn is_integration(id: &str) -> bool {
    id == "INTEGRATION"
}

/// The number in `FEATURE_1_PLAN.md`, `feature-2/spec.md`, `F3-map.md`.
fn number_in_path(path: &str) -> Option<String> {
    path.rsplit('/').take(2).find_map(|part| {
        let lower = part.to_ascii_lowercase();
        let rest = lower.strip_prefix("feature").or_else(|| lower.strip_prefix('f'))?;
        let rest = rest.trim_start_matches(['_', '-', ' ']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let ends = !rest[digits..].starts_with(|c: char| c.is_ascii_alphanumeric());
        (digits > 0 && digits < 6 && ends).then(|| rest[..digits].to_owned())
    })
}

/// The folder of a file that is one of several subtasks; folders with a general name give way to the one above.
fn folder_of(path: &str) -> String {
    let folders =
        path.rsplit('/').skip(1).filter(|folder| !folder.is_empty() && *folder != "." && *folder != "..");
    let mut named = folders.clone().filter(|folder| !["tasks", "task", "backlog", "epics"].contains(folder));
    named.next().or_else(|| folders.clone().next()).unwrap_or("plan").to_owned()
}

/// The folder for files with a general name, else the file's name without its ending.
fn name_of(path: &str) -> String {
    const GENERAL: [&str; 8] = ["tasks", "plan", "readme", "index", "todo", "map", "spec", "task"];
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let folder = parts.next().filter(|folder| !folder.is_empty() && *folder != "." && *folder != "..");
    match folder {
        Some(folder) if GENERAL.iter().any(|name| stem.eq_ignore_ascii_case(name)) => folder.to_owned(),
        _ if stem.is_empty() => "plan".to_owned(),
        _ => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_name_features() {
        assert_eq!(name_of("specs/001-env/tasks.md"), "001-env");
        assert_eq!(name_of("plans/chunker.md"), "chunker");
        assert_eq!(name_of("tasks.md"), "tasks");
        assert_eq!(number_in_path("prompts/FEATURE_1_PLAN.md").as_deref(), Some("1"));
        assert_eq!(number_in_path("feature-12/spec.md").as_deref(), Some("12"));
        assert_eq!(number_in_path("notes/format-2.md"), None);
    }
}
