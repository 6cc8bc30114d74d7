//! Where a record ends, by the rules of the `csv` crate.
//!
//! A quote opens a quoted cell only at the start of a cell; within it a doubled quote is a quote; a line feed and a
//! carriage return each end a record, and empty lines are none.

/// Whether a byte ends a record.
pub(super) fn is_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// What a byte means depends on what stands before it.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Cell,
    Quoted,
    /// Behind a quote within a quoted cell: its end, or the first of two.
    Quote,
}

/// Place of the line break that ends the record which starts at `from`; `None` when the text ends first.
pub(super) fn record_end(text: &[u8], from: usize, delimiter: u8) -> Option<usize> {
    let mut state = State::Start;
    for (at, byte) in text.iter().enumerate().skip(from) {
        state = match (state, *byte) {
            (State::Start, b'"') | (State::Quote, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::Quote,
            (State::Quoted, _) => State::Quoted,
            (_, byte) if is_end(byte) => return Some(at),
            (_, byte) if byte == delimiter => State::Start,
            _ => State::Cell,
        };
    }
    None
}
