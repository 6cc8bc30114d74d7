//! Exit codes. They are part of the interface: scripts rest on them.

/// All went well.
pub const FINE: u8 = 0;
/// Findings of severity error; differences between two tables.
pub const FINDINGS: u8 = 1;
/// The command was not understood.
pub const USAGE: u8 = 2;
/// A file could not be read, or written.
pub const UNREADABLE: u8 = 3;
/// The study holds nothing that could be analysed.
pub const IMPOSSIBLE: u8 = 4;
/// A fault of the program itself.
pub const INTERNAL: u8 = 70;
