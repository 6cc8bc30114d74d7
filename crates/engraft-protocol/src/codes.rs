//! The codes of the protocol checks, each with its page in `docs/checks/`.

use engraft_base::Code;

/// The study file cannot be read as text.
pub const UNREADABLE: Code = Code("P001");
/// Not valid TOML.
pub const SYNTAX: Code = Code("P002");
/// A key that does not exist here.
pub const UNKNOWN_KEY: Code = Code("P003");
/// A key that must be there is not.
pub const MISSING_KEY: Code = Code("P004");
/// A value of the wrong type.
pub const WRONG_TYPE: Code = Code("P005");
/// A word that is not one of those allowed.
pub const UNKNOWN_WORD: Code = Code("P006");
/// A number or a list outside its limits.
pub const OUT_OF_LIMITS: Code = Code("P007");
/// An identifier that is not lower-case words joined by hyphens.
pub const BAD_IDENTIFIER: Code = Code("P008");
/// A name that refers to nothing.
pub const UNKNOWN_NAME: Code = Code("P009");
/// A key that does not belong to this kind of measure.
pub const KEY_NOT_FOR_KIND: Code = Code("P010");
/// A rule that cannot be read.
pub const BAD_RULE: Code = Code("P011");
/// A name given twice.
pub const DUPLICATE: Code = Code("P012");
/// Windows that overlap or do not hold their day.
pub const BAD_WINDOW: Code = Code("P013");
/// An estimand's variable does not name exactly one thing.
pub const BAD_VARIABLE: Code = Code("P014");
/// A method that does not fit the variable, the summary or the comparison.
pub const METHOD_MISFIT: Code = Code("P015");
/// A strategy or choice that is not available.
pub const NOT_AVAILABLE: Code = Code("P016");
/// A measure of the wrong kind for its use.
pub const KIND_MISFIT: Code = Code("P017");
/// A role of a named definition without a measure.
pub const UNBOUND_ROLE: Code = Code("P018");
/// Definitions that refer to each other in a circle.
pub const CIRCULAR: Code = Code("P019");
/// Nothing to judge by: a response or an event without definition, rule or table.
pub const NO_DEFINITION: Code = Code("P020");
/// A laboratory measure whose unit has no limits of the grades asked for.
pub const NO_LIMITS: Code = Code("P021");

/// A `[truth]` from which nothing can be drawn.
pub const BAD_TRUTH: Code = Code("P030");

/// Every protocol check: code, and what it finds in a few words.
pub const ALL: &[(Code, &str)] = &[
    (UNREADABLE, "study file unreadable"),
    (SYNTAX, "not valid TOML"),
    (UNKNOWN_KEY, "unknown key"),
    (MISSING_KEY, "key missing"),
    (WRONG_TYPE, "wrong type"),
    (UNKNOWN_WORD, "word not allowed"),
    (OUT_OF_LIMITS, "outside its limits"),
    (BAD_IDENTIFIER, "not an identifier"),
    (UNKNOWN_NAME, "name that refers to nothing"),
    (KEY_NOT_FOR_KIND, "key not for this kind"),
    (BAD_RULE, "rule that cannot be read"),
    (DUPLICATE, "name given twice"),
    (BAD_WINDOW, "visit window at fault"),
    (BAD_VARIABLE, "variable of an estimand at fault"),
    (METHOD_MISFIT, "method does not fit"),
    (NOT_AVAILABLE, "not available"),
    (KIND_MISFIT, "measure of the wrong kind"),
    (UNBOUND_ROLE, "role without a measure"),
    (CIRCULAR, "circular definitions"),
    (NO_DEFINITION, "nothing to judge by"),
    (NO_LIMITS, "unit without limits of grades"),
    (BAD_TRUTH, "truth from which nothing can be drawn"),
];
