//! Lets tests fail the k-th change of a file system, or everything from the k-th on, as a kill does.

use std::cell::Cell;
use std::io;

/// How an injected fault goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::io) enum Fault {
    /// Only one change fails, as on a full disk.
    Once,
    /// Nothing succeeds any more, as after a kill.
    Forever,
}

thread_local! {
    static PLAN: Cell<Option<(u32, Fault)>> = const { Cell::new(None) };
    static REACHED: Cell<bool> = const { Cell::new(false) };
}

/// Fails the change number `at`, counted from 0, of this thread.
pub(in crate::io) fn set(at: u32, fault: Fault) {
    PLAN.set(Some((at, fault)));
    REACHED.set(false);
}

/// Ends the injection; says whether the fault was reached.
pub(in crate::io) fn clear() -> bool {
    PLAN.set(None);
    REACHED.get()
}

/// Called before each change.
pub(super) fn check() -> io::Result<()> {
    match PLAN.get() {
        None => Ok(()),
        Some((0, fault)) => {
            REACHED.set(true);
            if fault == Fault::Once {
                PLAN.set(None);
            }
            Err(io::Error::other("injected fault"))
        }
        Some((left, fault)) => {
            PLAN.set(Some((left - 1, fault)));
            Ok(())
        }
    }
}
