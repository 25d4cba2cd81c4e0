use crate::emit::page_facts::PageFacts;

/// The column of each subtask, and the name of the step that begins at a column.
pub(super) struct Columns {
    /// By subtask.
    pub(super) of: Vec<usize>,
    /// Column and name, in order.
    pub(super) heads: Vec<(usize, String)>,
}

impl Columns {
    /// Steps of the execution become groups of columns; a chain inside a step gets a column per level.
    pub(super) fn new(facts: &PageFacts<'_>, needs: &[Vec<usize>]) -> Columns {
        let steps: Vec<usize> = facts
            .material
            .plan
            .indices()
            .map(|ix| facts.slot(ix).map_or(0, |slot| facts.ordinal(slot.step)))
            .collect();
        let monotone =
            needs.iter().enumerate().all(|(node, row)| row.iter().all(|&n| steps[n] <= steps[node]));
        let steps = if monotone { steps } else { vec![0; needs.len()] };
        let mut level = vec![0; needs.len()];
        let order = facts.material.graph.order().iter().map(|&node| node as usize);
        for node in order.filter(|&node| node < needs.len()) {
            level[node] = needs[node]
                .iter()
                .filter(|&&n| steps[n] == steps[node])
                .map(|&n| level[n] + 1)
                .max()
                .unwrap_or(0);
        }
        let count = steps.iter().max().map_or(0, |last| last + 1);
        let mut base = vec![0; count + 1];
        for step in 0..count {
            let depth =
                (0..needs.len()).filter(|&n| steps[n] == step).map(|n| level[n] + 1).max().unwrap_or(0);
            base[step + 1] = base[step] + depth;
        }
        let of = (0..needs.len()).map(|node| base[steps[node]] + level[node]).collect();
        let name = |ordinal: usize| match facts.sequences() {
            [_] => facts.execution.and_then(|e| e.steps.get(ordinal)).map(|step| facts.step_label(step)),
            _ => Some(format!("Step {}", ordinal + 1)),
        };
        let heads = (0..count)
            .filter(|&step| monotone && count > 1 && base[step + 1] > base[step])
            .map(|step| (base[step], name(step).unwrap_or_default()))
            .collect();
        Columns { of, heads }
    }
}
