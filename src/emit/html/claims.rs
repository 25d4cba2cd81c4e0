use super::Markup;
use super::parts::{counted, end_table, severity, table};
use crate::emit::claim_findings::ClaimFindings;
use crate::emit::page_facts::PageFacts;
use crate::plan::Place;
use crate::syntax::ClaimEntity;

/// Claims that are listed, of either kind.
const LISTED: usize = 300;

/// What the documents state about the plan: first what a finding contradicts, then the rest in one paragraph.
pub(super) fn claims(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let against = ClaimFindings::new(facts.material.findings);
    let (mut wrong, mut rest) = (Vec::new(), Vec::new());
    for document in facts.material.documents {
        for claim in &document.claims {
            let found = against.at(document.file, claim.span);
            let place = facts.place(Place { file: document.file, span: claim.span });
            if found.is_empty() { rest.push((claim, place)) } else { wrong.push((claim, place, found)) }
        }
    }
    if !wrong.is_empty() {
        table(
            &mut out,
            "claim-table",
            "Claims against what is computed",
            &["Claim", "About", "Computed", "Where"],
        );
        for (claim, place, found) in wrong.iter().take(LISTED) {
            out.raw("<tr><th>").text(&claim.text).raw("<td>").text(&about(&claim.entity)).raw("<td>");
            for finding in *found {
                severity(&mut out, finding.severity);
                out.raw(" ").prose(&finding.message).raw(" ");
            }
            out.raw("<td>").text(place).line();
        }
        end_table(&mut out);
        more(&mut out, wrong.len());
    }
    if !rest.is_empty() {
        out.raw("<p><span class=\"ok\">✓ no finding</span> about ")
            .text(&counted(rest.len(), "other claim"))
            .raw(": ");
        for (at, (claim, place)) in rest.iter().take(LISTED).enumerate() {
            out.raw(if at > 0 { ", " } else { "" }).text(&claim.text);
            out.raw(" <small>").text(place).raw("</small>");
        }
        out.raw(".</p>");
        more(&mut out, rest.len());
    }
    out
}

fn more(out: &mut Markup, total: usize) {
    if total > LISTED {
        out.raw("<p>").value(total - LISTED).raw(" more are left out here.</p>");
    }
}

fn about(entity: &ClaimEntity) -> String {
    match entity {
        ClaimEntity::Plan => "plan".to_owned(),
        ClaimEntity::Feature(id) => format!("feature {id}"),
        ClaimEntity::Features(ids) => format!("features {}", ids.join(", ")),
        ClaimEntity::NamedPhase(name) => format!("phase {name}"),
        ClaimEntity::Column(head) => format!("total of {head}"),
        ClaimEntity::Track(id) => format!("track {id}"),
        ClaimEntity::Phase(_) => "phase".to_owned(),
        ClaimEntity::Branch { name, .. } => name.clone(),
    }
}
