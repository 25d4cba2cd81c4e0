//! Values of JSON with their places.

use std::borrow::Cow;

use crate::source::Span;

/// A value and its place.
#[derive(Debug)]
pub(super) struct Value<'t> {
    pub(super) kind: Kind<'t>,
    /// With quotes or brackets.
    pub(super) span: Span,
    /// Without quotes.
    pub(super) inside: Span,
}

/// Kinds of [`Value`].
#[derive(Debug)]
pub(super) enum Kind<'t> {
    Text(Cow<'t, str>),
    /// As written.
    Number(&'t str),
    List(Vec<Value<'t>>),
    Object(Vec<Member<'t>>),
    /// `true`, `false`, `null`.
    Word,
}

/// A key of an object with its value.
#[derive(Debug)]
pub(super) struct Member<'t> {
    pub(super) key: Cow<'t, str>,
    pub(super) key_span: Span,
    pub(super) value: Value<'t>,
}

impl<'t> Value<'t> {
    /// The member of this name; of several the last, as other readers take it.
    pub(super) fn member(&self, key: &str) -> Option<&Member<'t>> {
        let Kind::Object(members) = &self.kind else { return None };
        members.iter().rev().find(|member| member.key == key)
    }

    /// The value of the member of this name.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'t>> {
        self.member(key).map(|member| &member.value)
    }

    /// The words of a text or a number.
    pub(super) fn words(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The items of a list; none for any other value.
    pub(super) fn items(&self) -> &[Value<'t>] {
        if let Kind::List(items) = &self.kind { items } else { &[] }
    }
}
