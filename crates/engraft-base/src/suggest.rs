//! "Did you mean": the nearest right name for a wrong one.

/// The candidate nearest to `word`, or `None` when nothing is near enough to be helpful.
///
/// Hyphens, underscores, spaces and case do not count, so that `sledai2k` finds `sledai-2k`.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = fold(word);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let near = similarity(&word, &fold(candidate));
        if near >= 0.72 && best.is_none_or(|(b, _)| near > b) {
            best = Some((near, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A ready hint, "did you mean `x`?", when there is a near candidate.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|c| format!("did you mean `{c}`?"))
}

fn similarity(a: &str, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    // `1` and `01`: a spreadsheet drops leading zeros
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if a == b || (number(a) && number(b) && a.trim_start_matches('0') == b.trim_start_matches('0')) {
        return 1.0;
    }
    strsim::jaro_winkler(a, b).max(strsim::normalized_damerau_levenshtein(a, b))
}

fn fold(text: &str) -> String {
    text.chars().take(80).filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_word_gets_the_nearest_right_one() {
        let names = ["sledai-2k", "easi", "scorad", "mmt8"];
        assert_eq!(nearest("sledai2k", names), Some("sledai-2k"));
        assert_eq!(nearest("Skorad", names), Some("scorad"));
        assert_eq!(nearest("zzz", names), None);
        assert_eq!(nearest("", names), None);
    }
}
