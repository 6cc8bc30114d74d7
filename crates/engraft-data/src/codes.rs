//! The codes of faults met while reading files. The checks of content have a file each in [`crate::checks`].

use engraft_base::Code;

/// Not UTF-8.
pub const ENCODING: Code = Code("D001");
/// Not text, or a workbook that cannot be opened.
pub const BINARY: Code = Code("D002");
/// Nothing in it.
pub const EMPTY_FILE: Code = Code("D003");
/// A line too wide for a table.
pub const WIDE_LINE: Code = Code("D004");
/// A quote opened and never closed.
pub const OPEN_QUOTE: Code = Code("D005");
/// Two columns of one name.
pub const DUPLICATE_HEADER: Code = Code("D006");
/// A row with more or fewer fields than the header.
pub const RAGGED_ROW: Code = Code("D007");
/// A column that is needed is not there.
pub const MISSING_COLUMN: Code = Code("D008");
/// A column that nothing uses.
pub const UNUSED_COLUMN: Code = Code("D009");
/// A file that is needed is not there.
pub const MISSING_FILE: Code = Code("D010");
/// A file that nothing uses.
pub const UNUSED_FILE: Code = Code("D011");
/// A table that is there twice.
pub const TWO_FILES: Code = Code("D012");
/// No subjects table.
pub const NO_SUBJECTS: Code = Code("D013");
/// Not a number.
pub const NOT_A_NUMBER: Code = Code("D015");
/// Not a date that exists.
pub const NOT_A_DATE: Code = Code("D016");
/// Not a day.
pub const NOT_A_DAY: Code = Code("D017");
/// Day 0 among study days.
pub const DAY_ZERO: Code = Code("D018");
/// A word that is not one of those allowed.
pub const NOT_A_WORD: Code = Code("D019");
/// A value outside the limits of its scale.
pub const OUT_OF_RANGE: Code = Code("D020");
/// An item out of range or not of its type.
pub const BAD_ITEM: Code = Code("D021");
/// A simulated table in a study whose data are not.
pub const SIMULATED: Code = Code("D022");

/// Faults after which a file could not be read at all (exit code 3).
pub const UNREADABLE: [Code; 5] = [ENCODING, BINARY, EMPTY_FILE, WIDE_LINE, OPEN_QUOTE];

/// Every fault of reading: code, and what it finds in a few words.
pub const ALL: &[(Code, &str)] = &[
    (ENCODING, "not UTF-8"),
    (BINARY, "not a table"),
    (EMPTY_FILE, "empty file"),
    (WIDE_LINE, "line too wide"),
    (OPEN_QUOTE, "quote never closed"),
    (DUPLICATE_HEADER, "two columns of one name"),
    (RAGGED_ROW, "row of another length than the header"),
    (MISSING_COLUMN, "column missing"),
    (UNUSED_COLUMN, "column not used"),
    (MISSING_FILE, "file missing"),
    (UNUSED_FILE, "file not used"),
    (TWO_FILES, "table there twice"),
    (NO_SUBJECTS, "no subjects table"),
    (NOT_A_NUMBER, "not a number"),
    (NOT_A_DATE, "not a date"),
    (NOT_A_DAY, "not a day"),
    (DAY_ZERO, "day 0 among study days"),
    (NOT_A_WORD, "word not allowed"),
    (OUT_OF_RANGE, "outside its range"),
    (BAD_ITEM, "item at fault"),
    (SIMULATED, "simulated table among real ones"),
];

/// Faults of whole files: a table or column that is needed is missing or there twice, so that an analysis would be of
/// something else.
pub const OF_FILES: [Code; 11] = [
    ENCODING,
    BINARY,
    EMPTY_FILE,
    WIDE_LINE,
    OPEN_QUOTE,
    DUPLICATE_HEADER,
    MISSING_COLUMN,
    MISSING_FILE,
    TWO_FILES,
    NO_SUBJECTS,
    SIMULATED,
];
