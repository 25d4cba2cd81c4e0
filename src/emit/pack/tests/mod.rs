//! Whole packs of small plans, and of the fixtures.

mod maps;
mod prompts;

use std::collections::BTreeMap;

use super::{PackOptions, corrected_maps};
use crate::check::{self, Facts};
use crate::emit::{Artifact, Material};
use crate::graph::{Graph, NeedsMode, estimates};
use crate::plan::lower;
use crate::schedule::{Limits, Mode, schedules};
use crate::source::{FileIx, SourceFile};
use crate::syntax::{Document, Minutes, parse};

/// Reads files, schedules them (`windows`: `None` for the plan's own number) and hands the material over.
fn with_material<T>(files: &[(&str, &[u8])], windows: Option<u32>, use_it: impl FnOnce(&Material) -> T) -> T {
    let read = |(path, bytes): &(&str, &[u8])| SourceFile::new(*path, bytes.to_vec()).expect("text");
    let sources: Vec<SourceFile> = files.iter().map(read).collect();
    let documents: Vec<Document> =
        sources.iter().enumerate().map(|(at, source)| parse(FileIx(at as u32), source)).collect();
    let plan = lower(&sources, &documents, &vec![0; sources.len()]);
    let graph = Graph::build(&plan, NeedsMode::Union);
    let estimates = estimates(&plan, &graph, Minutes::new(15));
    let named = vec![true; sources.len()];
    let check::Findings { kept: findings, .. } = check::run(&Facts {
        sources: &sources,
        documents: &documents,
        plan: &plan,
        graph: &graph,
        estimates: &estimates,
        named: &named,
        roots: &vec![0; sources.len()],
        maps: &[],
        settings: &check::Settings::default(),
        record: None,
    });
    let limits = Limits { windows, file_locks: true, curve: Some(1), ..Limits::default() };
    let schedules = schedules(&plan, &graph, &estimates, &limits).ok();
    use_it(&Material {
        sources: &sources,
        documents: &documents,
        plan: &plan,
        graph: &graph,
        estimates: &estimates,
        schedules: schedules.as_ref(),
        mode: Mode::Phases,
        prompt_name: crate::emit::PROMPT_NAME,
        findings: &findings,
    })
}

/// The whole pack, made the usual way.
fn pack(material: &Material) -> Vec<Artifact> {
    super::pack(material, &PackOptions::default()).expect("a pack")
}

fn texts(artifacts: &[Artifact]) -> BTreeMap<&str, String> {
    artifacts.iter().map(|a| (a.path.as_str(), String::from_utf8_lossy(&a.bytes).into_owned())).collect()
}

const MAP: &str = "# Feature 1: Harbour

## Phase 1 (15 min)

```
Window 1: SUBTASK 1.1.1 - Berth model
Window 2: SUBTASK 1.1.2 - Ship | model
Window 3: SUBTASK 1.1.3 - Crane `model`
```

## Phase 2

```
Window 1: SUBTASK 1.1.4 - Berth plan (needs 1.1.1-1.1.3)
Window 2: SUBTASK 1.2.1 - Service (needs 1.1.4, 1.1.1)
```
";

const SPEC: &str = "# Feature 1: Harbour

## SUBTASK 1.1.1: Berth model

**Agent Prompt:**
````
Make it.

CREATE THIS FILE:
src/berth.rs

```rust
struct Berth;
```

VALIDATION:
- [ ] it builds
- [ ] tests <pass>
````

---

## SUBTASK 1.1.2: Ship model

**Agent Prompt:**
```
UPDATE THIS FILE:
src/berth.rs
```

## SUBTASK 1.1.3: Crane model

**Agent Prompt:**
```
CREATE THIS FILE:
src/crane.rs
```
";

fn harbour<T>(windows: Option<u32>, use_it: impl FnOnce(&Material) -> T) -> T {
    with_material(
        &[("FEATURE_1_MAP.md", MAP.as_bytes()), ("FEATURE_1_SPEC.md", SPEC.as_bytes())],
        windows,
        use_it,
    )
}

/// The files of a folder of fixtures, each with its path.
#[expect(clippy::disallowed_methods, reason = "tests read fixtures")]
fn fixtures(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("fixtures")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let name = path.file_name().expect("name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("fixture"))
        })
        .collect();
    files.sort();
    files
}

fn borrowed(files: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect()
}
