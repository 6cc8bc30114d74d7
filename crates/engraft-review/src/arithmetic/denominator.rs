//! Denominators of one outcome, or of one study, that change from sentence to sentence.

/// The different numbers in the order in which they first come; empty when all are the same.
pub fn changing(numbers: &[u64]) -> Vec<u64> {
    let mut seen: Vec<u64> = Vec::new();
    for number in numbers {
        if !seen.contains(number) {
            seen.push(*number);
        }
    }
    if seen.len() > 1 { seen } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_thirteen_twelve() {
        assert_eq!(changing(&[15, 15, 13, 12, 12]), [15, 13, 12]);
        assert!(changing(&[8, 8]).is_empty() && changing(&[]).is_empty());
    }
}
