use serde::Serialize;

use super::number::plain;
use super::plan::SourceView;
use crate::emit::{Material, Places};
use crate::plan::Place;
use crate::syntax::{Claim, ClaimEntity, Document, Quantity};

/// A claim of `planc.plan/1`: something the text states about the plan that can be computed.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimView<'a> {
    /// `plan`, `feature`, `track`, `phase` or `branch`.
    pub entity: &'static str,
    /// Which feature, track, phase or branch; null for the plan.
    pub name: Option<&'a str>,
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
}

/// All claims, in order of files and lines.
pub(super) fn claims<'a>(material: &Material<'a>, places: &Places<'a>) -> Vec<ClaimView<'a>> {
    let of_document = |document: &'a Document| document.claims.iter().map(move |claim| (document, claim));
    material.documents.iter().flat_map(of_document).map(|(d, claim)| view(d, claim, places)).collect()
}

fn view<'a>(document: &'a Document, claim: &'a Claim, places: &Places<'a>) -> ClaimView<'a> {
    let (entity, name) = match &claim.entity {
        ClaimEntity::Plan => ("plan", None),
        ClaimEntity::Feature(name) => ("feature", Some(name.as_str())),
        ClaimEntity::Track(name) => ("track", Some(name.as_str())),
        ClaimEntity::Phase(ix) => ("phase", document.phases.get(ix.index()).map(|phase| phase.name.as_str())),
        ClaimEntity::Branch { name, .. } => ("branch", Some(name.as_str())),
    };
    ClaimView {
        entity,
        name,
        quantity: quantity(claim.quantity),
        min: claim.min,
        max: claim.max,
        approximate: claim.approximate,
        text: &claim.text,
        source: SourceView::new(Place { file: document.file, span: claim.span }, places),
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
    }
}
