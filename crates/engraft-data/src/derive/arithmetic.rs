//! Change, relative change and ratio of numbers that may be intervals.

use engraft_base::{Dec, Incomplete, Score};

/// `value - baseline`, with exact bounds.
pub fn difference(value: &Score, baseline: &Score) -> Score {
    // what is exact needs one side only
    if let (Some(value), Some(baseline)) = (value.exact(), baseline.exact())
        && let Some(change) = value.minus(baseline)
    {
        return Score::Complete(change);
    }
    let side = |a: Option<Dec>, b: Option<Dec>| a.zip(b).and_then(|(a, b)| a.minus(b));
    made(side(value.lower(), baseline.upper()), side(value.upper(), baseline.lower()), value, baseline)
}

/// `100 × (value - baseline) / baseline`; `None` when the baseline is, or may be, zero or below.
pub fn percent_change(value: &Score, baseline: &Score) -> Option<Score> {
    let (low, high) = (baseline.lower()?, baseline.upper()?);
    if low <= Dec::ZERO {
        return None;
    }
    let percent = |v: Dec, b: Dec| v.minus(b)?.times(Dec::HUNDRED)?.over(b);
    if let (Some(value), Some(baseline)) = (value.exact(), baseline.exact())
        && let Some(change) = percent(value, baseline)
    {
        return Some(Score::Complete(change));
    }
    // it rises with the value; it falls with the baseline where the value is positive, else it rises
    let lower = value.lower().and_then(|v| percent(v, if v >= Dec::ZERO { high } else { low }));
    let upper = value.upper().and_then(|v| percent(v, if v >= Dec::ZERO { low } else { high }));
    Some(made(lower, upper, value, baseline))
}

/// `100 × value / divisor` or `value / divisor`; `None` when the divisor is not positive.
pub fn ratio(value: &Score, divisor: Dec, factor: Dec) -> Option<Score> {
    if divisor <= Dec::ZERO {
        return None;
    }
    let part = |v: Option<Dec>| v.and_then(|v| v.times(factor)?.over(divisor));
    if let Some(exact) = part(value.exact()) {
        return Some(Score::Complete(exact));
    }
    Some(made(part(value.lower()), part(value.upper()), value, value))
}

fn made(lower: Option<Dec>, upper: Option<Dec>, a: &Score, b: &Score) -> Score {
    match (a, b, lower) {
        (Score::Complete(_), Score::Complete(_), Some(exact)) => Score::Complete(exact),
        _ => {
            let mut missing = a.missing().to_vec();
            missing.extend(b.missing().iter().filter(|m| !a.missing().contains(m)).cloned());
            Score::bounded(Incomplete { lower, upper, missing })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounded(lower: i64, upper: i64) -> Score {
        let missing = vec!["item".to_owned()];
        Score::bounded(Incomplete { lower: Some(lower.into()), upper: Some(upper.into()), missing })
    }

    #[test]
    fn a_change_from_an_interval_is_an_interval() {
        let change = difference(&Score::Complete(4.into()), &bounded(10, 12));
        assert_eq!((change.lower(), change.upper()), (Some((-8).into()), Some((-6).into())));
        let percent = percent_change(&bounded(4, 5), &Score::Complete(10.into())).unwrap();
        assert_eq!((percent.lower(), percent.upper()), (Some((-60).into()), Some((-50).into())));
    }

    #[test]
    fn a_relative_change_from_zero_does_not_exist() {
        assert_eq!(percent_change(&Score::Complete(4.into()), &Score::Complete(0.into())), None);
        assert_eq!(percent_change(&Score::Complete(4.into()), &bounded(0, 3)), None);
    }
}
