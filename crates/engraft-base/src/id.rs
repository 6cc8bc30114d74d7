//! Identifiers that a study file may use.

/// Whether `text` is a study identifier: a lower-case letter, then lower-case letters, digits and single hyphens.
pub fn is_valid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.last().is_some_and(|b| *b != b'-')
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        && !text.contains("--")
        && text.len() <= 64
}

/// The nearest valid identifier to a text, for hints and column names: `MMT 8` becomes `mmt-8`.
pub fn make_valid(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars().take(64) {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.starts_with(|c: char| c.is_ascii_lowercase()) { id.to_owned() } else { format!("x{id}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_lower_case_words_joined_by_single_hyphens() {
        assert!(is_valid("mmt8") && is_valid("sledai-2k"));
        for text in ["", "MMT8", "8mmt", "a--b", "a-", "a b", "ä"] {
            assert!(!is_valid(text), "{text:?}");
            assert!(is_valid(&make_valid(text)), "{text:?}");
        }
    }
}
