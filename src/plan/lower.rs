//! Documents to one plan.

use rustc_hash::{FxHashMap, FxHashSet};

use super::feature::{Feature, FeatureIx, Track};
use super::maps::{self, FileRole};
use super::model::{DocumentLinks, Plan};
use super::names::natural_cmp;
use super::problem::{PlanProblem, PlanProblemKind};
use super::resolve;
use super::scope::{FeatureKey, Scopes, is_integration};
use super::subtask::{FileTouch, Place, Prompt, StatementRef, Subtask, SubtaskIx};
use crate::source::SourceFile;
use crate::syntax::{Document, Form, StatedSubtask, TouchMode};

/// Joins documents to one plan. `roots[i]` is the plan root of document `i`; roots never join. `documents[i]`
/// must be what `sources[i]` states.
pub fn lower(sources: &[SourceFile], documents: &[Document], roots: &[u32]) -> Plan {
    lower_with(sources, documents, roots, &[])
}

/// As [`lower`], with what the configuration says that files are; files behind the end of `roles` have no role.
pub fn lower_with(sources: &[SourceFile], documents: &[Document], roots: &[u32], roles: &[FileRole]) -> Plan {
    let scopes = Scopes::new(sources, documents, roots);
    let keys: Vec<Vec<FeatureKey>> = (0..documents.len()).map(|d| scopes.of_statements(d)).collect();
    let aside = overviews(sources, documents, roots);
    let (features, index) = features(documents, &keys, &aside);
    let mut plan = Plan { features, ..Plan::default() };
    let lookup = subtasks(&mut plan, documents, &keys, &index, &aside);
    sort(&mut plan);
    plan.documents = links(documents, &keys, &index, &lookup);
    for links in &plan.documents {
        for (at, ix) in links.subtasks.iter().enumerate() {
            if let Some(ix) = ix {
                let statement = StatementRef { file: links.file, index: at as u32 };
                plan.subtasks[ix.index()].statements.push(statement);
            }
        }
    }
    for (at, subtask) in plan.subtasks.iter_mut().enumerate() {
        join(subtask, SubtaskIx(at as u32), documents, &mut plan.problems);
    }
    tracks(&mut plan, documents, roots, &index);
    maps::choose(&mut plan, documents, roles);
    maps::window_groups(&mut plan, documents, roots, &index);
    resolve::resolve(&mut plan, documents, &scopes, &index, &lookup);
    plan
}

/// Subtasks by feature and id.
pub(super) type Lookup<'d> = FxHashMap<(FeatureIx, &'d str), SubtaskIx>;
/// Features by key.
pub(super) type Index = FxHashMap<FeatureKey, FeatureIx>;

/// Whether a statement defines its subtask and does not only mention it.
fn defines(statement: &StatedSubtask) -> bool {
    statement.form != Form::Reference || statement.phase.is_some() || is_integration(&statement.id.text)
}

/// Which documents only repeat what the files beside them are, one subtask each.
fn overviews(sources: &[SourceFile], documents: &[Document], roots: &[u32]) -> Vec<bool> {
    let folder = |document: &Document| {
        let path = sources[document.file.index()].path();
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let ones: FxHashSet<(u32, &str)> = documents
        .iter()
        .zip(roots)
        .filter(|(document, _)| document.is_one_subtask)
        .map(|(document, root)| (*root, folder(document)))
        .collect();
    let repeats = |(document, root): (&Document, &u32)| {
        document.is_overview && ones.contains(&(*root, folder(document)))
    };
    documents.iter().zip(roots).map(repeats).collect()
}

fn features(documents: &[Document], keys: &[Vec<FeatureKey>], aside: &[bool]) -> (Vec<Feature>, Index) {
    let mut used: Vec<FeatureKey> = documents
        .iter()
        .zip(keys)
        .zip(aside)
        .filter(|(_, aside)| !**aside)
        .map(|(document, _)| document)
        .flat_map(|(document, keys)| document.subtasks.iter().zip(keys))
        .filter(|(statement, _)| defines(statement) && !is_integration(&statement.id.text))
        .map(|(_, key)| key.clone())
        .collect();
    used.sort_unstable();
    used.dedup();
    used.sort_by(|a, b| (a.root, a.named).cmp(&(b.root, b.named)).then_with(|| natural_cmp(&a.id, &b.id)));
    let mut features: Vec<Feature> = Vec::new();
    let mut index = Index::default();
    let mut taken: FxHashSet<String> = FxHashSet::default();
    for key in used {
        let wanted = if key.named { slug(&key.id) } else { format!("F{}", key.id) };
        let mut prefix = wanted.clone();
        // Features of several roots may share a number: later ones are told apart by a number of their own.
        let mut n = 1;
        while !taken.insert(prefix.to_lowercase()) {
            n += 1;
            prefix = format!("{wanted}_{n}");
        }
        index.insert(key.clone(), FeatureIx(features.len() as u32));
        features.push(Feature { id: key.id, prefix, title: String::new(), tracks: Vec::new() });
    }
    (features, index)
}

/// Letters, digits, `.`, `_` and `-` of a name; other runs become one dash.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() || matches!(c, '.' | '_') {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() { "plan".to_owned() } else { slug.to_owned() }
}

fn subtasks<'d>(
    plan: &mut Plan,
    documents: &'d [Document],
    keys: &[Vec<FeatureKey>],
    index: &Index,
    aside: &[bool],
) -> Lookup<'d> {
    let mut lookup = Lookup::default();
    for ((document, keys), _) in documents.iter().zip(keys).zip(aside).filter(|(_, aside)| !**aside) {
        for (statement, key) in document.subtasks.iter().zip(keys) {
            let Some(&feature) = index.get(key) else { continue };
            let id = statement.id.text.as_str();
            if !defines(statement) || lookup.contains_key(&(feature, id)) {
                continue;
            }
            lookup.insert((feature, id), SubtaskIx(plan.subtasks.len() as u32));
            let place = Place { file: document.file, span: statement.span };
            plan.subtasks.push(Subtask {
                id: id.to_owned(),
                key: format!("{}-{id}", plan.features[feature.index()].prefix),
                title: String::new(),
                feature,
                group: statement
                    .group
                    .clone()
                    .or_else(|| id.rsplit_once('.').map(|(group, _)| group.to_owned())),
                integration: is_integration(id),
                phase: None,
                sub_phase: None,
                window: None,
                estimate: None,
                status: None,
                files: Vec::new(),
                prerequisites: Vec::new(),
                tools: Vec::new(),
                conflicts: Vec::new(),
                parallel: None,
                validation: None,
                prompt: None,
                place,
                statements: Vec::new(),
            });
        }
    }
    lookup
}

fn sort(plan: &mut Plan) {
    let mut sorted: Vec<SubtaskIx> = plan.indices().collect();
    sorted.sort_by(|a, b| {
        let (a, b) = (plan.subtask(*a), plan.subtask(*b));
        (a.feature, a.integration).cmp(&(b.feature, b.integration)).then_with(|| natural_cmp(&a.id, &b.id))
    });
    plan.positions = vec![0; sorted.len()];
    for (at, ix) in sorted.iter().enumerate() {
        plan.positions[ix.index()] = at as u32;
    }
    plan.sorted = sorted;
    let mut ids: Vec<&str> = plan.subtasks.iter().map(|s| s.id.as_str()).collect();
    ids.sort_unstable();
    let mut shared: Vec<String> =
        ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned()).collect();
    shared.dedup();
    plan.shared_ids = shared;
}

fn links(
    documents: &[Document],
    keys: &[Vec<FeatureKey>],
    index: &Index,
    lookup: &Lookup<'_>,
) -> Vec<DocumentLinks> {
    documents
        .iter()
        .zip(keys)
        .map(|(document, keys)| {
            let subtasks = document.subtasks.iter().zip(keys).map(|(statement, key)| {
                index
                    .get(key)
                    .and_then(|&feature| lookup.get(&(feature, statement.id.text.as_str())))
                    .copied()
            });
            DocumentLinks { file: document.file, subtasks: subtasks.collect() }
        })
        .collect()
}

/// Joins all statements about one subtask; an earlier form wins, then the order of files and lines.
fn join(subtask: &mut Subtask, ix: SubtaskIx, documents: &[Document], problems: &mut Vec<PlanProblem>) {
    let mut order: Vec<StatementRef> = subtask.statements.clone();
    order.sort_by_key(|r| (statement(documents, *r).form, r.file, r.index));
    if let Some(&best) = order.first() {
        subtask.place = Place { file: best.file, span: statement(documents, best).span };
    }
    for &at in &order {
        let stated = statement(documents, at);
        let place = |span| Place { file: at.file, span };
        if subtask.title.is_empty()
            && let Some(title) = &stated.title
        {
            subtask.title.clone_from(&title.text);
        }
        subtask.estimate = subtask.estimate.or_else(|| stated.estimate.map(|estimate| (estimate, at.file)));
        subtask.status = subtask.status.or_else(|| stated.status.map(|status| status.status));
        subtask.parallel = subtask.parallel.or(stated.parallel);
        for file in &stated.files {
            touch(&mut subtask.files, &file.path, file.mode, place(file.span));
        }
        for (texts, known) in
            [(&stated.prerequisites, &mut subtask.prerequisites), (&stated.tools, &mut subtask.tools)]
        {
            for text in texts {
                if !known.contains(&text.text) {
                    known.push(text.text.clone());
                }
            }
        }
        if subtask.validation.as_ref().is_none_or(Vec::is_empty)
            && let Some(items) = &stated.validation
        {
            subtask.validation = Some(items.iter().map(|item| item.text.clone()).collect());
        }
        if subtask.prompt.is_none()
            && let Some(prompt) = &stated.prompt
        {
            subtask.prompt = Some(Prompt { file: at.file, stated: prompt.clone() });
        }
    }
    duplicates(subtask, ix, documents, problems);
}

/// Two sections for one id, or two window lines of one document that place it differently.
fn duplicates(subtask: &Subtask, ix: SubtaskIx, documents: &[Document], problems: &mut Vec<PlanProblem>) {
    let mut seen: Vec<StatementRef> = Vec::new();
    for &at in &subtask.statements {
        let stated = statement(documents, at);
        let clash = seen.iter().find(|&&other| {
            let first = statement(documents, other);
            match (first.form, stated.form) {
                (Form::Section, Form::Section) => true,
                (Form::WindowLine, Form::WindowLine) => {
                    let phase = |s: &StatedSubtask| {
                        s.phase.map(|p| documents[at.file.index()].phases[p.index()].name.clone())
                    };
                    other.file == at.file
                        && first.title.is_some()
                        && stated.title.is_some()
                        && (phase(first), first.window.map(|w| w.number))
                            != (phase(stated), stated.window.map(|w| w.number))
                }
                (Form::Tree, Form::Tree) | (Form::Item, Form::Item) => other.file == at.file,
                _ => false,
            }
        });
        if let Some(&first) = clash {
            let first = Place { file: first.file, span: statement(documents, first).span };
            let place = Place { file: at.file, span: stated.span };
            problems.push(PlanProblem { kind: PlanProblemKind::DuplicateId { subtask: ix, first }, place });
        }
        seen.push(at);
    }
}

/// A path with `/`, without `.`, empty parts, the parts that `..` takes back and lines behind a colon (`a.rs:12-40`).
fn folded(path: &str) -> String {
    let path = match path.rsplit_once(':') {
        Some((file, lines))
            if lines.starts_with(|c: char| c.is_ascii_digit()) && !lines.contains(['/', '\\']) =>
        {
            file
        }
        _ => path,
    };
    let path = path.replace('\\', "/");
    let root = if path.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}

/// Adds a touched file, or makes an update a creation.
fn touch(files: &mut Vec<FileTouch>, path: &str, mode: TouchMode, place: Place) {
    let path = folded(path);
    match files.iter_mut().find(|file| file.path == path) {
        Some(file) => file.mode = file.mode.min(mode),
        None => files.push(FileTouch { path, mode, place }),
    }
}

pub(super) fn statement(documents: &[Document], at: StatementRef) -> &StatedSubtask {
    &documents[at.file.index()].subtasks[at.index as usize]
}

/// Gives features their titles and tracks.
fn tracks(plan: &mut Plan, documents: &[Document], roots: &[u32], index: &Index) {
    for (document, &root) in documents.iter().zip(roots) {
        let key = |id: &str| FeatureKey { root, named: false, id: id.to_owned() };
        for stated in &document.features {
            let Some(&feature) = index.get(&key(&stated.id)) else { continue };
            let title = &mut plan.features[feature.index()].title;
            if title.is_empty() {
                title.clone_from(&stated.title);
            }
        }
        for stated in &document.tracks {
            let first = stated.id.split('.').next().unwrap_or("");
            let Some(&feature) = index.get(&key(first)) else { continue };
            let tracks = &mut plan.features[feature.index()].tracks;
            let place = Place { file: document.file, span: stated.span };
            match tracks.iter_mut().find(|track| track.id == stated.id) {
                Some(track) => track.estimate = track.estimate.or(stated.estimate),
                None => tracks.push(Track {
                    id: stated.id.clone(),
                    title: stated.title.clone(),
                    estimate: stated.estimate,
                    place,
                }),
            }
        }
    }
    for feature in &mut plan.features {
        feature.tracks.sort_by(|a, b| natural_cmp(&a.id, &b.id));
    }
}
