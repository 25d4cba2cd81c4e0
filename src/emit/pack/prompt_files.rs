use std::collections::BTreeMap;

use super::options::{PackOptions, Style};
use super::prompt_file::{prompt_file, prompt_template};
use super::prompt_view::PromptView;
use super::shared_file::SharedFiles;
use crate::emit::{Material, RenderError, TextTemplate};
use crate::schedule::{Execution, Slot};

/// Makes prompt files; what all of them look up is worked out once.
pub(super) struct PromptFiles<'a> {
    material: &'a Material<'a>,
    execution: &'a Execution,
    options: &'a PackOptions<'a>,
    shared: SharedFiles<'a>,
    /// Where windows sit.
    places: BTreeMap<u32, String>,
    /// The built-in template, where no other is given.
    built_in: Option<TextTemplate>,
}

impl<'a> PromptFiles<'a> {
    pub(super) fn new(
        material: &'a Material<'a>,
        execution: &'a Execution,
        options: &'a PackOptions<'a>,
    ) -> Result<PromptFiles<'a>, RenderError> {
        let built_in = if options.template.is_none() { Some(prompt_template()?) } else { None };
        let places = options.monitors.map(|monitors| monitors.places(execution)).unwrap_or_default();
        let shared = SharedFiles::new(material.plan, execution);
        Ok(PromptFiles { material, execution, options, shared, places, built_in })
    }

    /// The file of a subtask in a window.
    pub(super) fn file(&self, slot: &Slot) -> Result<Vec<u8>, RenderError> {
        if self.options.style == Style::Plain {
            let prompt = &self.material.plan.subtask(slot.subtask).prompt;
            return Ok(prompt
                .as_ref()
                .map_or(Vec::new(), |prompt| prompt.bytes(self.material.sources).to_vec()));
        }
        let mut view = PromptView::new(self.material, self.execution, slot, &self.shared);
        view.monitor = self.places.get(&slot.window).cloned().unwrap_or_default();
        if let Some(run) = self.options.run {
            run.state(slot.subtask).clone_into(&mut view.state);
            view.failures = run.failures(slot.subtask);
        }
        match self.options.template.or(self.built_in.as_ref()) {
            Some(template) => prompt_file(template, &view),
            None => Ok(Vec::new()),
        }
    }
}
