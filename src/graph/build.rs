use super::joints::Joints;
use crate::plan::{Members, Need, NeedTarget, Plan, SetIx, SubtaskIx};

/// Adds the explicit needs that `keep` accepts: single subtasks and ranges.
pub(super) fn explicit(plan: &Plan, joints: &mut Joints, keep: impl Fn(&Need) -> bool) {
    let sorted: Vec<u32> = plan.sorted.iter().map(|ix| ix.0).collect();
    for need in plan.needs().iter().filter(|need| keep(need)) {
        let node = need.subtask.0;
        match need.target {
            NeedTarget::One(needed) if needed != need.subtask => joints.edges.push((node, needed.0)),
            NeedTarget::Range(set) => match &plan.sets[set.index()].members {
                Members::Interval(lo, hi) => {
                    let at = plan.position(need.subtask);
                    if (*lo..*hi).contains(&at) {
                        joints.need_interval(node, *lo, at, &sorted);
                        joints.need_interval(node, at + 1, *hi, &sorted);
                    } else {
                        joints.need_interval(node, *lo, *hi, &sorted);
                    }
                }
                Members::List(list) => {
                    joints.edges.extend(list.iter().filter(|m| **m != need.subtask).map(|m| (node, m.0)));
                }
            },
            NeedTarget::One(_) | NeedTarget::Wildcard(_) => {}
        }
    }
}

/// Adds the wildcards that `keep` accepts: each owner needs the members that rank before it.
pub(super) fn wildcards(plan: &Plan, rank: &[u32], joints: &mut Joints, keep: impl Fn(&Need) -> bool) {
    let mut owners: Vec<(SetIx, SubtaskIx)> = plan
        .needs()
        .iter()
        .filter(|need| keep(need))
        .filter_map(|need| match need.target {
            NeedTarget::Wildcard(set) => Some((set, need.subtask)),
            _ => None,
        })
        .collect();
    owners.sort_unstable();
    owners.dedup();
    for group in owners.chunk_by(|a, b| a.0 == b.0) {
        let set = group[0].0;
        let mut members: Vec<u32> = plan.members(set).iter().map(|m| m.0).collect();
        members.sort_unstable_by_key(|&m| rank[m as usize]);
        let mut cuts: Vec<(u32, u32)> = group
            .iter()
            .map(|&(_, owner)| {
                let own = rank[owner.index()];
                (members.partition_point(|&m| rank[m as usize] < own) as u32, owner.0)
            })
            .collect();
        cuts.sort_unstable();
        let pairs: usize = cuts.iter().map(|&(cut, _)| cut as usize).sum();
        if pairs <= 64 + 4 * members.len() {
            for &(cut, owner) in &cuts {
                joints.edges.extend(members[..cut as usize].iter().map(|&m| (owner, m)));
            }
        } else {
            chain(&members, &cuts, joints);
        }
    }
}

/// Joins ever longer prefixes of `members`: each joint needs the joint before it and what is new.
fn chain(members: &[u32], cuts: &[(u32, u32)], joints: &mut Joints) {
    let mut last: Option<u32> = None;
    let mut from = 0;
    for same in cuts.chunk_by(|a, b| a.0 == b.0) {
        let cut = same[0].0 as usize;
        if cut == 0 {
            continue;
        }
        if cut > from || last.is_none() {
            let joint = joints.joint();
            joints.edges.extend(last.map(|before| (joint, before)));
            joints.edges.extend(members[from..cut].iter().map(|&m| (joint, m)));
            last = Some(joint);
            from = cut;
        }
        joints
            .edges
            .extend(last.iter().flat_map(|&joint| same.iter().map(move |&(_, owner)| (owner, joint))));
    }
}
