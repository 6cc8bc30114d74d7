//! Broken study folders: every one is a sound study with one or several things wrong. The findings are exactly those
//! expected, each with its place; nothing is written where the study is refused; and where only rows are at fault, the
//! analysis goes on without them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod cells;
mod files;
mod protocol;
mod times_and_safety;
mod toml_text;

use support::sound;

#[test]
fn the_sound_study_has_no_fault() {
    sound().is_warned(&[]);
}
