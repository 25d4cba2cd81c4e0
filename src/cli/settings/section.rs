use super::field::Field;

/// A table of the configuration.
pub(in crate::cli) trait Section {
    /// `lint.options.too-many-windows`; empty for the top.
    fn path(&self) -> &'static str;
    /// What it is about.
    fn about(&self) -> &'static str;
    /// Its settings, in the order in which they are shown.
    fn keys(&self) -> Vec<Key<'_>>;
    /// The setting of a name.
    fn key(&mut self, name: &str) -> Option<&mut dyn Field>;
}

/// A setting with its name.
pub(in crate::cli) struct Key<'a> {
    pub(in crate::cli) name: &'static str,
    /// Sentences: what it does, and the unit.
    pub(in crate::cli) about: &'static [&'static str],
    pub(in crate::cli) field: &'a dyn Field,
}

/// Makes the struct of a section: its typed settings with their defaults, and their names and sentences for everything
/// that lists them.
macro_rules! section {
    (
        $(#[doc = $title:literal])+
        $name:ident at $path:literal
        { $( $(#[doc = $about:literal])+ $key:literal $field:ident: $type:ty = $default:expr; )+ }
    ) => {
        $(#[doc = $title])+
        #[derive(Clone, Debug)]
        pub(in crate::cli) struct $name {
            $( $(#[doc = $about])+ pub(in crate::cli) $field: $crate::cli::settings::Given<$type>, )+
        }

        impl Default for $name {
            fn default() -> $name {
                $name { $( $field: $crate::cli::settings::Given::default($default), )+ }
            }
        }

        impl $crate::cli::settings::Section for $name {
            fn path(&self) -> &'static str {
                $path
            }

            fn about(&self) -> &'static str {
                concat!($($title),+).trim_start()
            }

            fn keys(&self) -> Vec<$crate::cli::settings::Key<'_>> {
                vec![ $( $crate::cli::settings::Key { name: $key, about: &[$($about),+], field: &self.$field } ),+ ]
            }

            fn key(&mut self, name: &str) -> Option<&mut dyn $crate::cli::settings::field::Field> {
                match name {
                    $( $key => Some(&mut self.$field), )+
                    _ => None,
                }
            }
        }
    };
}

pub(super) use section;
