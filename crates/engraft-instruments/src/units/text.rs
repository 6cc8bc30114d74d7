//! Ways to write the same unit or name.

/// Drops case, spaces, hyphens and underscores of an analyte's name.
pub(super) fn fold_name(text: &str) -> String {
    text.trim().chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// One spelling for micro signs, powers of ten, superscripts and spaces.
pub(super) fn fold_unit(text: &str) -> String {
    let mut folded = String::new();
    for c in text.trim().chars() {
        match c {
            'µ' | 'μ' => folded.push('u'),
            '⁰' => folded.push('0'),
            '²' => folded.push('2'),
            '³' => folded.push('3'),
            '⁶' => folded.push('6'),
            '⁹' => folded.push('9'),
            '×' => folded.push('x'),
            '^' | '*' | ' ' | '[' | ']' => {}
            c => folded.push(c),
        }
    }
    let folded = folded.replace("microkat", "ukat").replace("mcg", "ug").replace("mcL", "uL");
    // `x10^9/L` and `10E9/L` are `10*9/L`.
    let power = folded.strip_prefix(['x', 'X']).filter(|rest| rest.starts_with("10")).unwrap_or(&folded);
    match power.strip_prefix("10").and_then(|rest| rest.strip_prefix(['e', 'E'])) {
        Some(exponent) => format!("10{exponent}"),
        None => power.to_owned(),
    }
}
