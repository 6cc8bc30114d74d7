//! Why nothing can be drawn from a truth.

/// A fault of a truth, with the key of study.toml that it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Keys from the root of the file: `truth`, `measures`, `ck`, `sd`.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// What would do.
    pub hint: String,
}

impl Fault {
    pub(crate) fn new(path: &[&str], message: impl Into<String>, hint: impl Into<String>) -> Fault {
        let path = path.iter().map(|key| (*key).to_owned()).collect();
        Fault { path, message: message.into(), hint: hint.into() }
    }
}
