use super::project::Project;
use super::replayed::Recorded;
use crate::emit::EngineOptions;
use crate::source::{Masker, SourceFile};

/// Masks what `redact` of `[report]` matches, before anything is made of it: in the files of the plan and their paths,
/// in the log and in what pages are made with.
pub(super) fn masked(project: &mut Project, recorded: Option<&mut Recorded>, options: &mut EngineOptions) {
    let redaction = project.settings.report.redact.value.redaction.clone();
    if redaction.is_empty() {
        return;
    }
    let mut masker = redaction.masker();
    for input in &mut project.inputs {
        if let Some(text) = text(&mut masker, &input.path, &input.bytes) {
            input.bytes = text.into_bytes();
        }
        input.path = masker.apply(&input.path).into_owned();
    }
    if let Some(recorded) = recorded {
        for event in &mut recorded.log.events {
            for words in [&mut event.subtask, &mut event.note].into_iter().flatten() {
                *words = masker.apply(words).into_owned();
            }
        }
        for (name, _) in &mut recorded.names {
            *name = masker.apply(name).into_owned();
        }
    }
    if let Some(title) = &mut options.title {
        *title = masker.apply(title).into_owned();
    }
}

/// The text of a file with masks; `None` where nothing is masked, or where it is no text.
fn text(masker: &mut Masker<'_>, path: &str, bytes: &[u8]) -> Option<String> {
    let source = SourceFile::new(path, bytes.to_vec()).ok()?;
    let json = path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("json"));
    let after = if json { masker.apply_json(source.text()) } else { masker.apply(source.text()) };
    (after != source.text()).then(|| after.into_owned())
}
