use super::section::Section;
use super::sections::{
    Baseline, Calibration, Fix, Launch, Limits, Lint, Log, Notify, Pack, Plan, Report, Schedule,
    TooManyWindows, Top,
};

/// Makes the struct of all sections.
macro_rules! settings {
    ($( $field:ident: $section:ident, )+) => {
        /// Everything that a configuration may say.
        #[derive(Clone, Debug, Default)]
        pub(in crate::cli) struct Settings {
            $( pub(in crate::cli) $field: $section, )+
        }

        impl Settings {
            /// All sections, in the order in which they are shown.
            pub(in crate::cli) fn sections(&self) -> Vec<&dyn Section> {
                vec![ $( &self.$field ),+ ]
            }

            pub(super) fn sections_mut(&mut self) -> Vec<&mut dyn Section> {
                vec![ $( &mut self.$field ),+ ]
            }
        }
    };
}

settings! {
    top: Top,
    plan: Plan,
    lint: Lint,
    too_many_windows: TooManyWindows,
    schedule: Schedule,
    pack: Pack,
    report: Report,
    fix: Fix,
    baseline: Baseline,
    launch: Launch,
    log: Log,
    calibration: Calibration,
    notify: Notify,
    limits: Limits,
}
