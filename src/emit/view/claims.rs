use std::borrow::Cow;

use serde::Serialize;

use super::number::plain;
use super::plan::SourceView;
use crate::emit::claim_findings::ClaimFindings;
use crate::emit::{Material, Places};
use crate::plan::Place;
use crate::syntax::{Claim, ClaimEntity, Document, Quantity};

/// A claim of `planc.plan/1`: something the text states about the plan that can be computed.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimView<'a> {
    /// `plan`, `feature`, `features`, `track`, `phase`, `column` or `branch`.
    pub entity: &'static str,
    /// Which feature, features, track, phase, column or branch; null for the plan.
    pub name: Option<Cow<'a, str>>,
    /// What is counted or measured: `subtasks`, `phases`, `windows`, `parallel-minutes`, ….
    pub quantity: &'static str,
    /// Least value.
    #[serde(serialize_with = "plain")]
    pub min: f64,
    /// Most value.
    #[serde(serialize_with = "plain")]
    pub max: f64,
    /// Whether a `~` or the like stands before it.
    pub approximate: bool,
    /// The author's words.
    pub text: &'a str,
    /// Where they stand.
    pub source: SourceView<'a>,
    /// `contradicted` where a finding points at it, else `unchallenged`.
    pub verdict: &'static str,
    /// The codes of those findings.
    pub findings: Vec<&'static str>,
}

/// All claims, in order of files and lines.
pub(super) fn claims<'a>(material: &Material<'a>, places: &Places<'a>) -> Vec<ClaimView<'a>> {
    let against = ClaimFindings::new(material.findings);
    let of_document = |document: &'a Document| document.claims.iter().map(move |claim| (document, claim));
    let all = material.documents.iter().flat_map(of_document);
    all.map(|(document, claim)| view(document, claim, places, &against)).collect()
}

fn view<'a>(
    document: &'a Document,
    claim: &'a Claim,
    places: &Places<'a>,
    against: &ClaimFindings<'_>,
) -> ClaimView<'a> {
    let (entity, name) = match &claim.entity {
        ClaimEntity::Plan => ("plan", None),
        ClaimEntity::Feature(name) => ("feature", Some(Cow::from(name))),
        ClaimEntity::Features(names) => ("features", Some(Cow::from(names.join(", ")))),
        ClaimEntity::Track(name) => ("track", Some(Cow::from(name))),
        ClaimEntity::Phase(ix) => {
            ("phase", document.phases.get(ix.index()).map(|phase| Cow::from(&phase.name)))
        }
        ClaimEntity::NamedPhase(name) => ("phase", Some(Cow::from(name))),
        ClaimEntity::Column(name) => ("column", Some(Cow::from(name))),
        ClaimEntity::Branch { name, .. } => ("branch", Some(Cow::from(name))),
    };
    let findings = against.codes(document.file, claim.span);
    ClaimView {
        entity,
        name,
        quantity: quantity(claim.quantity),
        min: claim.min,
        max: claim.max,
        approximate: claim.approximate,
        text: &claim.text,
        source: SourceView::new(Place { file: document.file, span: claim.span }, places),
        verdict: if findings.is_empty() { "unchallenged" } else { "contradicted" },
        findings,
    }
}

fn quantity(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Subtasks => "subtasks",
        Quantity::Phases => "phases",
        Quantity::Windows => "windows",
        Quantity::ParallelMinutes => "parallel-minutes",
        Quantity::SequentialMinutes => "sequential-minutes",
        Quantity::TrackMinutes => "track-minutes",
        Quantity::TotalMinutes => "total-minutes",
        Quantity::OtherMinutes => "other-minutes",
        Quantity::ExampleMinutes => "example-minutes",
        Quantity::ElapsedMinutes => "elapsed-minutes",
        Quantity::OpenedWindows => "opened-windows",
        Quantity::WindowLimit => "window-limit",
        Quantity::Speedup => "speedup",
        Quantity::SavedMinutes => "saved-minutes",
        Quantity::SavedPercent => "saved-percent",
        Quantity::Total => "total",
    }
}
