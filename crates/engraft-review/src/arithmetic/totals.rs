//! Parts against their whole.

/// How parts stand to their whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sum {
    /// They add up to it.
    Equal,
    /// They leave something over.
    Below(u64),
    /// They are more than it.
    Above(u64),
}

/// Adds parts and compares; `None` when the sum does not fit.
///
/// Parts may be fewer than the whole where they are not said to be all of it; they may never be more where no subject
/// counts twice.
pub fn compare(parts: &[u64], whole: u64) -> Option<Sum> {
    let sum = parts.iter().try_fold(0_u64, |sum, part| sum.checked_add(*part))?;
    Some(match sum.cmp(&whole) {
        std::cmp::Ordering::Equal => Sum::Equal,
        std::cmp::Ordering::Less => Sum::Below(whole - sum),
        std::cmp::Ordering::Greater => Sum::Above(sum - whole),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_or_not() {
        assert_eq!(compare(&[30, 28], 58), Some(Sum::Equal));
        assert_eq!(compare(&[10, 7, 2, 1], 20), Some(Sum::Equal));
        // eight case series and four trials are not ten studies
        assert_eq!(compare(&[8, 4], 10), Some(Sum::Above(2)));
        assert_eq!(compare(&[], 3), Some(Sum::Below(3)));
        assert_eq!(compare(&[u64::MAX, 1], 3), None);
    }
}
