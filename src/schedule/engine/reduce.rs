//! From a problem to independent, contracted parts.

use crate::graph::Csr;

use super::Problem;
use super::bit_matrix::BitMatrix;
use super::instance::{Instance, Pool, Time};

/// Up to this many tasks (joints included) a segment is contracted with bitsets.
const CLOSURE_LIMIT: usize = 8_192;

/// The tasks between two barriers.
#[derive(Debug)]
pub(super) struct Segment {
    /// All tasks, needs first.
    pub(super) tasks: Vec<u32>,
    /// Parts in the order in which they run.
    pub(super) parts: Vec<Part>,
}

/// Tasks that run after every task of the part before and before every task of the next one.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) instance: Instance,
    /// Task of the problem behind each task of the instance.
    pub(super) tasks: Vec<u32>,
    /// Length of one time unit of the instance.
    pub(super) unit: u64,
}

/// Tasks of a coming part with their needs, numbered within the part.
struct Draft {
    tasks: Vec<u32>,
    needs: Csr,
}

/// Cuts a problem at its barriers and at tasks that everything else lies before or behind,
/// drops tasks of length 0 and needs that others imply, and divides times by their common divisor.
///
/// `order` is a topological order. Segments above a size limit keep their joints and needs as they are.
pub(super) fn reduce(problem: &Problem, order: &[u32]) -> Vec<Segment> {
    let mut order = order.to_vec();
    let barrier = |task: u32| problem.barriers.as_ref().map_or(0, |barriers| barriers[task as usize]);
    order.sort_by_key(|&task| barrier(task));
    let mut place = vec![u32::MAX; problem.len()];
    let mut segments = Vec::new();
    let mut drafts = Vec::new();
    for tasks in order.chunk_by(|&a, &b| barrier(a) == barrier(b)) {
        for (index, &task) in (0..).zip(tasks) {
            place[task as usize] = index;
        }
        let parts = if tasks.len() <= CLOSURE_LIMIT {
            contract(problem, tasks, &place)
        } else {
            vec![keep(problem, tasks, &place)]
        };
        for task in tasks {
            place[*task as usize] = u32::MAX;
        }
        segments.push((tasks.to_vec(), parts.len()));
        drafts.extend(parts);
    }
    let mut parts = build(problem, drafts).into_iter();
    let filled = segments.into_iter().map(|(tasks, count)| {
        let parts = parts.by_ref().take(count).collect();
        Segment { tasks, parts }
    });
    filled.collect()
}

/// Needs of a task that lie in the same segment, as places within it.
fn needs_within<'a>(problem: &'a Problem, place: &'a [u32], task: u32) -> impl Iterator<Item = u32> + 'a {
    problem.needs.row(task as usize).iter().map(|&need| place[need as usize]).filter(|&at| at != u32::MAX)
}

fn keep(problem: &Problem, tasks: &[u32], place: &[u32]) -> Draft {
    let pairs: Vec<(u32, u32)> = (0..)
        .zip(tasks)
        .flat_map(|(index, &task)| needs_within(problem, place, task).map(move |need| (index, need)))
        .collect();
    Draft { tasks: tasks.to_vec(), needs: Csr::from_pairs(tasks.len(), &pairs) }
}

fn contract(problem: &Problem, tasks: &[u32], place: &[u32]) -> Vec<Draft> {
    let mut before = BitMatrix::new(tasks.len(), tasks.len());
    for (index, &task) in tasks.iter().enumerate() {
        for need in needs_within(problem, place, task) {
            before.absorb(index, need as usize);
            before.set(index, need as usize);
        }
    }
    let is_real = |&index: &usize| problem.durations[tasks[index] as usize] > 0;
    let real: Vec<usize> = (0..tasks.len()).filter(is_real).collect();
    let cuts = cuts(&before, &real);
    let mut number = vec![0_u32; tasks.len()];
    let mut mask = vec![0_u64; tasks.len().div_ceil(64)];
    let mut covered = mask.clone();
    let drafts = cuts.windows(2).map(|bounds| {
        let members = &real[bounds[0]..bounds[1]];
        mask.fill(0);
        let mut pairs = Vec::new();
        for (own, &index) in (0..).zip(members) {
            number[index] = own;
            covered.fill(0);
            // From the latest ancestor down: one that no later ancestor needs is a need of its own.
            for word in (0..mask.len()).rev() {
                loop {
                    let open = before.row(index)[word] & mask[word] & !covered[word];
                    if open == 0 {
                        break;
                    }
                    let need = word * 64 + 63 - open.leading_zeros() as usize;
                    pairs.push((own, number[need]));
                    covered[word] |= 1 << (need % 64);
                    for (all, further) in covered[..=word].iter_mut().zip(before.row(need)) {
                        *all |= further;
                    }
                }
            }
            mask[index / 64] |= 1 << (index % 64);
        }
        pairs.sort_unstable();
        let tasks = members.iter().map(|&index| tasks[index]).collect();
        Draft { tasks, needs: Csr::from_pairs(members.len(), &pairs) }
    });
    drafts.collect()
}

/// Places in `real` at which a part begins, and its length: everything from there on needs everything before.
fn cuts(before: &BitMatrix, real: &[usize]) -> Vec<usize> {
    let mut cuts = vec![real.len()];
    let mut all_need = usize::MAX;
    for (place, &index) in real.iter().enumerate().rev() {
        // How many of the first tasks this one needs without a gap, as far as that can matter.
        let needed =
            real[..all_need.min(place)].iter().take_while(|&&first| before.has(index, first)).count();
        all_need = all_need.min(needed);
        if all_need == place {
            cuts.push(place);
        }
    }
    cuts.reverse();
    if cuts.first() != Some(&0) {
        cuts.insert(0, 0);
    }
    cuts
}

/// Gives each part its locks and groups and its unit of time.
fn build(problem: &Problem, drafts: Vec<Draft>) -> Vec<Part> {
    let mut home = vec![(u32::MAX, 0_u32); problem.len()];
    for (part, draft) in (0..).zip(&drafts) {
        for (own, &task) in (0..).zip(&draft.tasks) {
            if problem.durations[task as usize] > 0 {
                home[task as usize] = (part, own);
            }
        }
    }
    let mut pools: Vec<Vec<Pool>> = drafts.iter().map(|_| Vec::new()).collect();
    let mut windows: Vec<usize> = drafts.iter().map(|_| problem.windows.max(1) as usize).collect();
    let mut add = |members: &mut dyn Iterator<Item = u32>, capacity: usize| {
        let mut homes: Vec<_> =
            members.map(|task| home[task as usize]).filter(|home| home.0 != u32::MAX).collect();
        homes.sort_unstable();
        homes.dedup();
        for group in homes.chunk_by(|a, b| a.0 == b.0) {
            let part = group[0].0 as usize;
            if group.len() == drafts[part].tasks.len() {
                windows[part] = windows[part].min(capacity);
            } else if group.len() > capacity {
                pools[part].push(Pool { members: group.iter().map(|home| home.1).collect(), capacity });
            }
        }
    };
    for lock in &problem.locks {
        add(&mut lock.iter().copied(), 1);
    }
    if let Some(groups) = &problem.groups {
        let mut members: Vec<Vec<u32>> = groups.windows.iter().map(|_| Vec::new()).collect();
        for (task, &group) in (0..).zip(&groups.of) {
            members[group as usize].push(task);
        }
        for (members, &capacity) in members.iter().zip(&groups.windows) {
            add(&mut members.iter().copied(), capacity.max(1) as usize);
        }
    }
    let parts = drafts.into_iter().zip(pools).zip(windows).map(|((draft, mut pools), windows)| {
        pools.retain(|pool| pool.capacity < windows);
        pools.sort_unstable_by(|a, b| a.members.cmp(&b.members).then(a.capacity.cmp(&b.capacity)));
        pools.dedup_by(|later, first| later.members == first.members);
        let lengths = draft.tasks.iter().map(|&task| problem.durations[task as usize]);
        let unit = lengths.clone().fold(0, greatest_common_divisor).max(1);
        let durations = lengths.map(|length| (length / unit) as Time).collect();
        let instance = Instance::new(durations, draft.needs, windows, pools);
        Part { instance, tasks: draft.tasks, unit }
    });
    parts.collect()
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joints_vanish_and_bottlenecks_cut() {
        // 0 and 1 before joint 2, then 3; 3 before 4 and 5; 4 also needs 0 directly, which 3 implies.
        let needs = [vec![], vec![], vec![0, 1], vec![2], vec![3, 0], vec![3]];
        let problem = Problem::new(vec![10, 20, 0, 30, 10, 20], Csr::from_rows(&needs), 2);
        let segments = reduce(&problem, &[0, 1, 2, 3, 4, 5]);
        let parts: Vec<_> = segments[0].parts.iter().map(|part| part.tasks.clone()).collect();
        assert_eq!(parts, [vec![0, 1], vec![3], vec![4, 5]]);
        assert_eq!(segments[0].parts[0].instance.durations, [1, 2]);
        assert_eq!(segments[0].parts[0].unit, 10);
        assert_eq!(segments[0].parts[2].instance.needs.targets_len(), 0);
    }

    #[test]
    fn implied_needs_are_dropped() {
        let needs = [vec![], vec![0], vec![0, 1], vec![]];
        let problem = Problem::new(vec![1; 4], Csr::from_rows(&needs), 2);
        let segments = reduce(&problem, &[0, 1, 2, 3]);
        assert_eq!(segments[0].parts.len(), 1);
        let instance = &segments[0].parts[0].instance;
        assert_eq!(instance.needs, Csr::from_rows(&[vec![], vec![0], vec![1], vec![]]));
    }

    #[test]
    fn a_lock_over_everything_is_one_window() {
        let mut problem = Problem::new(vec![1; 3], Csr::from_rows::<[u32; 0]>(&[[], [], []]), 3);
        problem.locks = vec![vec![2, 0, 1], vec![0, 1]];
        let segments = reduce(&problem, &[0, 1, 2]);
        assert_eq!(segments[0].parts[0].instance.windows, 1);
        assert!(segments[0].parts[0].instance.pools.is_empty());
    }
}
