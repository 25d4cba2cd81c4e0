use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::number::Number;
use super::{ClaimView, Pairs, PhaseView, Sources, claims, phases};
use crate::emit::{Material, Places};
use crate::graph::Estimate;
use crate::plan::{Feature, NeedTarget, Origin, Place, Plan, Subtask, SubtaskIx};
use crate::source::SourceFile;
use crate::syntax::{Status, TouchMode};

/// `planc.plan/1`: what the authors stated, resolved.
#[derive(Clone, Debug, Serialize)]
pub struct PlanView<'a> {
    schema: &'static str,
    /// Whether subtasks list their needs one by one; else they carry `needs_sets`.
    needs_expanded: bool,
    features: Vec<FeatureView<'a>>,
    subtasks: Vec<SubtaskView<'a>>,
    phases: Vec<PhaseView<'a>>,
    claims: Vec<ClaimView<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct FeatureView<'a> {
    id: &'a str,
    prefix: &'a str,
    title: &'a str,
    track_titles: TrackTitles<'a>,
}

/// A subtask of `planc.plan/1`.
#[derive(Clone, Debug, Serialize)]
pub struct SubtaskView<'a> {
    id: &'a str,
    key: &'a str,
    title: &'a str,
    feature: &'a str,
    group: Option<&'a str>,
    phase: Option<&'a str>,
    sub_phase: Option<&'a str>,
    window: Option<u32>,
    /// Ids in plan order (keys where an id is not unique); null where needs are not expanded.
    needs: Option<Vec<&'a str>>,
    need_sources: Option<NeedSources<'a>>,
    /// Ids and sets as people write them; null where needs are expanded.
    needs_sets: Option<BTreeSet<&'a str>>,
    prerequisites: &'a [String],
    tools: &'a [String],
    conflicts: Vec<&'a str>,
    parallel: Option<bool>,
    duration_minutes: Option<DurationView>,
    status: &'static str,
    files: Vec<FileView<'a>>,
    validation: &'a [String],
    prompt: Option<Cow<'a, str>>,
    source: SourceView<'a>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct DurationView {
    min: Number,
    likely: Number,
    max: Number,
    source: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct FileView<'a> {
    path: &'a str,
    mode: &'static str,
}

/// A path and a line, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SourceView<'a> {
    path: &'a str,
    line: u32,
}

impl<'a> SourceView<'a> {
    pub(super) fn new(place: Place, places: &Places<'a>) -> SourceView<'a> {
        SourceView { path: places.path(place.file), line: places.line(place) }
    }
}

impl<'a> PlanView<'a> {
    /// The view of everything that `material` states; `limit` is the most needs that are listed one by one.
    pub fn new(material: &Material<'a>, limit: usize) -> PlanView<'a> {
        let plan = material.plan;
        let places = Places::new(material.sources);
        let names: Vec<&'a str> = plan.indices().map(|ix| plan.name(ix)).collect();
        let pairs = Pairs::expand(plan, material.graph, limit);
        let view = |ix| {
            let mut view = stated(plan, ix, material.sources, &places);
            view.conflicts = plan.subtask(ix).conflicts.iter().map(|other| names[other.index()]).collect();
            view.duration_minutes = material.estimates.get(ix.index()).map(duration);
            match &pairs {
                Some(pairs) => {
                    let needed =
                        || pairs.of(ix).iter().map(|&(need, sources)| (names[need.index()], sources));
                    view.needs = Some(needed().map(|(name, _)| name).collect());
                    view.need_sources = Some(NeedSources(needed().collect()));
                }
                None => view.needs_sets = Some(sets(plan, ix, &names)),
            }
            view
        };
        PlanView {
            schema: "planc.plan/1",
            needs_expanded: pairs.is_some(),
            features: plan.features.iter().map(feature).collect(),
            subtasks: plan.indices().map(view).collect(),
            phases: phases::phases(plan),
            claims: claims::claims(material, &places),
        }
    }
}

/// Everything about a subtask but its needs and estimate.
fn stated<'a>(
    plan: &'a Plan,
    ix: SubtaskIx,
    sources: &'a [SourceFile],
    places: &Places<'a>,
) -> SubtaskView<'a> {
    let subtask = plan.subtask(ix);
    SubtaskView {
        id: &subtask.id,
        key: &subtask.key,
        title: &subtask.title,
        feature: &plan.feature(subtask.feature).id,
        group: subtask.group.as_deref(),
        phase: subtask.phase.map(|phase| plan.phase(phase).name.as_str()),
        sub_phase: subtask.sub_phase.map(|phase| plan.phase(phase).name.as_str()),
        window: subtask.window,
        needs: None,
        need_sources: None,
        needs_sets: None,
        prerequisites: &subtask.prerequisites,
        tools: &subtask.tools,
        conflicts: Vec::new(),
        parallel: subtask.parallel,
        duration_minutes: None,
        status: subtask.status.unwrap_or(Status::Todo).name(),
        files: files(subtask),
        validation: subtask.validation.as_deref().unwrap_or(&[]),
        prompt: prompt(subtask, sources),
        source: SourceView::new(subtask.place, places),
    }
}

fn files(subtask: &Subtask) -> Vec<FileView<'_>> {
    let mode = |mode| match mode {
        TouchMode::Create => "create",
        TouchMode::Update => "update",
    };
    subtask.files.iter().map(|touch| FileView { path: &touch.path, mode: mode(touch.mode) }).collect()
}

/// The author's bytes.
fn prompt<'a>(subtask: &'a Subtask, sources: &'a [SourceFile]) -> Option<Cow<'a, str>> {
    let prompt = subtask.prompt.as_ref()?;
    Some(String::from_utf8_lossy(prompt.bytes(sources)))
}

fn duration(estimate: &Estimate) -> DurationView {
    DurationView {
        min: Number(estimate.min),
        likely: Number(estimate.likely),
        max: Number(estimate.max),
        source: estimate.source.name(),
    }
}

fn feature(feature: &Feature) -> FeatureView<'_> {
    FeatureView {
        id: &feature.id,
        prefix: &feature.prefix,
        title: &feature.title,
        track_titles: TrackTitles(feature),
    }
}

fn sets<'a>(plan: &'a Plan, ix: SubtaskIx, names: &[&'a str]) -> BTreeSet<&'a str> {
    let needs = plan.needs_of(ix).iter().filter(|need| need.origin != Origin::Implied);
    needs
        .map(|need| match need.target {
            NeedTarget::One(one) => names[one.index()],
            NeedTarget::Range(set) | NeedTarget::Wildcard(set) => plan.sets[set.index()].label.as_str(),
        })
        .collect()
}

/// `{"1.1": "Core"}`.
#[derive(Clone, Copy, Debug)]
struct TrackTitles<'a>(&'a Feature);

impl Serialize for TrackTitles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.tracks.iter().map(|track| (&track.id, &track.title)))
    }
}

/// `{"1.1.1": ["map", "spec"]}`.
#[derive(Clone, Debug)]
struct NeedSources<'a>(Vec<(&'a str, Sources)>);

impl Serialize for NeedSources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, sources) in &self.0 {
            map.serialize_entry(name, sources.names())?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;
    use crate::emit::view::{EXPANDED_NEEDS, to_json};

    #[test]
    fn a_small_plan() {
        let sample = Sample::new();
        insta::assert_snapshot!(to_json(&PlanView::new(&sample.material(), EXPANDED_NEEDS)), @r#"
        {"schema":"planc.plan/1",
        "needs_expanded":true,
        "features":[
        {"id":"1","prefix":"F1","title":"Ferry","track_titles":{"1.1":"Prices","1.2":"Sales"}}
        ],
        "subtasks":[
        {"id":"1.1.1","key":"F1-1.1.1","title":"Timetable","feature":"1","group":"1.1","phase":"1","sub_phase":null,"window":1,"needs":[],"need_sources":{},"needs_sets":null,"prerequisites":[],"tools":[],"conflicts":[],"parallel":null,"duration_minutes":{"min":10,"likely":10,"max":10,"source":"phase"},"status":"done","files":[],"validation":[],"prompt":null,"source":{"path":"MAP.md","line":5}},
        {"id":"1.1.2","key":"F1-1.1.2","title":"Fares","feature":"1","group":"1.1","phase":"1","sub_phase":null,"window":2,"needs":["1.1.1"],"need_sources":{"1.1.1":["map","spec"]},"needs_sets":null,"prerequisites":[],"tools":[],"conflicts":[],"parallel":null,"duration_minutes":{"min":10,"likely":10,"max":10,"source":"phase"},"status":"todo","files":[{"path":"src/fares.rs","mode":"create"}],"validation":["prices add up"],"prompt":"Write src/fares.rs.\n","source":{"path":"MAP.md","line":6}},
        {"id":"1.2.1","key":"F1-1.2.1","title":"Booking","feature":"1","group":"1.2","phase":"2","sub_phase":null,"window":1,"needs":["1.1.1","1.1.2"],"need_sources":{"1.1.1":["map"],"1.1.2":["map"]},"needs_sets":null,"prerequisites":["a database"],"tools":[],"conflicts":[],"parallel":null,"duration_minutes":{"min":7.5,"likely":7.5,"max":7.5,"source":"stated"},"status":"todo","files":[],"validation":[],"prompt":null,"source":{"path":"MAP.md","line":9}},
        {"id":"INTEGRATION","key":"F1-INTEGRATION","title":"","feature":"1","group":null,"phase":"2","sub_phase":null,"window":2,"needs":[],"need_sources":{},"needs_sets":null,"prerequisites":[],"tools":[],"conflicts":[],"parallel":null,"duration_minutes":{"min":10,"likely":10,"max":10,"source":"phase"},"status":"todo","files":[],"validation":[],"prompt":null,"source":{"path":"MAP.md","line":10}}
        ],
        "phases":[
        {"feature":"1","name":"1","title":"Base","after":[],"minutes":20,"sub_phases":[]},
        {"feature":"1","name":"2","title":"","after":["1"],"minutes":20,"sub_phases":[]}
        ],
        "claims":[
        {"entity":"plan","name":null,"quantity":"parallel-minutes","min":48,"max":48,"approximate":true,"text":"~48 minutes","source":{"path":"MAP.md","line":2},"verdict":"unchallenged","findings":[]}
        ]}
        "#);
    }

    #[test]
    fn beyond_the_limit_needs_stay_sets() {
        let sample = Sample::new();
        let json = to_json(&PlanView::new(&sample.material(), 2));
        assert!(json.contains("\"needs_expanded\":false"));
        assert!(json.contains(r#""needs":null,"need_sources":null,"needs_sets":["1.1.*"]"#), "{json}");
    }

    #[test]
    fn hostile_text_is_data() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            let json = to_json(&PlanView::new(&sample.material(), EXPANDED_NEEDS));
            hostile::check(&json);
            let back: serde_json::Value = serde_json::from_str(&json).expect("json");
            assert_eq!(back["subtasks"][0]["title"], *text);
        }
    }
}
