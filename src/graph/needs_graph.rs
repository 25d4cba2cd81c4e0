use super::joints::Joints;
use super::{Csr, Cycle, build, cycle, rank};
use crate::plan::{Need, NeedTarget, Origin, Plan, SubtaskIx};

/// Which stated needs count. Wildcards are settled with all of them before this narrows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NeedsMode {
    /// Everything that any document states: the safe choice.
    #[default]
    Union,
    /// Only what maps state.
    Map,
    /// Only what the subtasks' own sections state.
    Spec,
}

impl NeedsMode {
    /// The word of the command line and the contracts.
    pub fn name(self) -> &'static str {
        match self {
            NeedsMode::Union => "union",
            NeedsMode::Map => "map",
            NeedsMode::Spec => "spec",
        }
    }

    fn keeps(self, need: &Need) -> bool {
        match self {
            NeedsMode::Union => true,
            NeedsMode::Map => need.origin != Origin::Spec,
            NeedsMode::Spec => need.origin != Origin::Map,
        }
    }
}

/// The needs of a plan as a graph. Nodes below [`Graph::subtasks`] are subtasks in plan order; the others are
/// joints, which stand for a set and take no time.
#[derive(Clone, Debug)]
pub struct Graph {
    subtasks: usize,
    rank: Option<Vec<u32>>,
    needs: Csr,
    dependents: Csr,
    order: Vec<u32>,
    levels: Vec<u32>,
    cycles: Vec<Cycle>,
}

impl Graph {
    /// Resolves the needs of `plan` that `mode` keeps.
    pub fn build(plan: &Plan, mode: NeedsMode) -> Graph {
        let rank = rank::rank(plan);
        let mut joints = Joints::new(plan.subtasks.len());
        build::explicit(plan, &mut joints, |need| mode.keeps(need));
        if let Some(rank) = &rank {
            build::wildcards(plan, rank, &mut joints, |need| mode.keeps(need));
        }
        joints.edges.sort_unstable();
        joints.edges.dedup();
        let needs = Csr::from_pairs(joints.nodes as usize, &joints.edges);
        Graph::of(plan.subtasks.len(), rank, needs)
    }

    /// The same graph after the subtasks in `done` have ended: nothing needs them, and they need nothing.
    /// `done` has an entry per subtask.
    #[must_use]
    pub fn without(&self, done: &[bool]) -> Graph {
        let is_done = |node: u32| done.get(node as usize).copied().unwrap_or(false);
        let open = |&(node, needed): &(u32, u32)| !is_done(node) && !is_done(needed);
        let edges: Vec<(u32, u32)> = self.needs.pairs().filter(open).collect();
        Graph::of(self.subtasks, self.rank.clone(), Csr::from_pairs(self.needs.len(), &edges))
    }

    fn of(subtasks: usize, rank: Option<Vec<u32>>, needs: Csr) -> Graph {
        let dependents = needs.reversed();
        let order = topological_order(&needs, &dependents);
        let levels = levels(subtasks, &needs, &order);
        let cycles = if order.len() < needs.len() { cycle::cycles(&needs, subtasks) } else { Vec::new() };
        Graph { subtasks, rank, needs, dependents, order, levels, cycles }
    }

    /// How many subtasks there are: the nodes that are no joints.
    pub fn subtasks(&self) -> usize {
        self.subtasks
    }

    /// Rows point at what a node needs.
    pub fn needs(&self) -> &Csr {
        &self.needs
    }

    /// Rows point at what needs a node.
    pub fn dependents(&self) -> &Csr {
        &self.dependents
    }

    /// Nodes so that each comes after what it needs; nodes on or behind a cycle are missing.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// One shortest cycle for each group of subtasks that wait for each other; empty if the plan can run.
    pub fn cycles(&self) -> &[Cycle] {
        &self.cycles
    }

    /// The earliest phase with unlimited windows, from 1; 0 on or behind a cycle.
    pub fn level(&self, ix: SubtaskIx) -> u32 {
        self.levels[ix.index()]
    }

    /// How many levels there are.
    pub fn height(&self) -> u32 {
        self.levels[..self.subtasks].iter().copied().max().unwrap_or(0)
    }

    /// The subtasks that a stated need means, in natural order: never the subtask itself.
    pub fn targets<'a>(&'a self, plan: &'a Plan, need: &'a Need) -> impl Iterator<Item = SubtaskIx> + 'a {
        let (members, ranked): (&[SubtaskIx], bool) = match &need.target {
            NeedTarget::One(ix) => (std::slice::from_ref(ix), false),
            NeedTarget::Range(set) => (plan.members(*set), false),
            NeedTarget::Wildcard(set) => (plan.members(*set), true),
        };
        members
            .iter()
            .copied()
            .filter(move |&m| m != need.subtask && (!ranked || self.before(m, need.subtask)))
    }

    /// Members of a wildcard that it leaves out because they wait for its owner; without the owner itself.
    pub fn left_out<'a>(&'a self, plan: &'a Plan, need: &'a Need) -> impl Iterator<Item = SubtaskIx> + 'a {
        let members: &[SubtaskIx] = match need.target {
            NeedTarget::Wildcard(set) => plan.members(set),
            _ => &[],
        };
        members.iter().copied().filter(move |&m| m != need.subtask && !self.before(m, need.subtask))
    }

    /// Everything that a subtask directly needs by any statement that `keep` accepts: plan order, each once.
    pub fn direct_needs(&self, plan: &Plan, ix: SubtaskIx, keep: impl Fn(&Need) -> bool) -> Vec<SubtaskIx> {
        let mut found: Vec<SubtaskIx> = plan
            .needs_of(ix)
            .iter()
            .filter(|need| keep(need))
            .flat_map(|need| self.targets(plan, need))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn before(&self, a: SubtaskIx, b: SubtaskIx) -> bool {
        self.rank.as_ref().is_none_or(|rank| rank[a.index()] < rank[b.index()])
    }
}

/// Kahn's algorithm (1962), lowest node first within a round so that equal input gives equal output.
fn topological_order(needs: &Csr, dependents: &Csr) -> Vec<u32> {
    let mut pending: Vec<u32> = (0..needs.len()).map(|node| needs.row(node).len() as u32).collect();
    let mut order: Vec<u32> = (0..needs.len() as u32).filter(|&node| pending[node as usize] == 0).collect();
    let mut at = 0;
    while at < order.len() {
        for &dependent in dependents.row(order[at] as usize) {
            pending[dependent as usize] -= 1;
            if pending[dependent as usize] == 0 {
                order.push(dependent);
            }
        }
        at += 1;
    }
    order
}

fn levels(subtasks: usize, needs: &Csr, order: &[u32]) -> Vec<u32> {
    let mut levels = vec![0; needs.len()];
    for &node in order {
        let below = needs.row(node as usize).iter().map(|&n| levels[n as usize]).max().unwrap_or(0);
        levels[node as usize] = below + u32::from((node as usize) < subtasks);
    }
    levels
}
