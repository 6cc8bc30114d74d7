//! Numbers as they are printed: fixed decimals, rounded by a named rule on the shortest decimal text.

use serde::Serialize;

/// How a number is rounded for print. Values themselves are never rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// 2.5 becomes 3, -2.5 becomes -3, as SAS prints.
    #[default]
    HalfAwayFromZero,
    /// 2.5 becomes 2, 3.5 becomes 4, as R and IEC 60559 round.
    HalfEven,
}

/// Prints `value` with `digits` decimals.
///
/// The rule is applied to the shortest decimal text that identifies the number, so that 1.005 rounds to 1.01 (its
/// binary value lies below). A result of minus zero prints without its sign. Non-finite values print as `NA`.
pub fn format_fixed(value: f64, digits: usize, rounding: Rounding) -> String {
    if !value.is_finite() {
        return "NA".to_owned();
    }
    let text = format!("{}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut kept: Vec<u8> = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(digits)).collect();
    let rest = fraction.as_bytes().get(digits..).unwrap_or(&[]);
    if rounds_up(&kept, rest, rounding) {
        carry(&mut kept);
    }
    let split = kept.len().saturating_sub(digits);
    let (whole, fraction) = kept.split_at(split);
    let sign = if value < 0.0 && kept.iter().any(|b| *b != b'0') { "-" } else { "" };
    let whole = String::from_utf8_lossy(whole);
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{}", String::from_utf8_lossy(fraction)) }
}

fn rounds_up(kept: &[u8], rest: &[u8], rounding: Rounding) -> bool {
    match rest.first() {
        None | Some(b'0'..=b'4') => false,
        Some(b'5') if rest.iter().skip(1).all(|b| *b == b'0') => match rounding {
            Rounding::HalfAwayFromZero => true,
            Rounding::HalfEven => kept.last().is_some_and(|b| b % 2 == 1),
        },
        Some(_) => true,
    }
}

fn carry(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit == b'9' {
            *digit = b'0';
        } else {
            *digit = digit.saturating_add(1);
            return;
        }
    }
    digits.insert(0, b'1');
}

/// A p-value as printed: three decimals, `<0.001` below that, `>0.999` above.
pub fn format_p(p: f64, rounding: Rounding) -> String {
    if !p.is_finite() {
        "NA".to_owned()
    } else if p < 0.001 {
        "<0.001".to_owned()
    } else if p > 0.999 && p < 1.0 {
        ">0.999".to_owned()
    } else {
        format_fixed(p, 3, rounding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero_or_to_even_by_name() {
        let away = |v, d| format_fixed(v, d, Rounding::HalfAwayFromZero);
        let even = |v, d| format_fixed(v, d, Rounding::HalfEven);
        assert_eq!((away(2.5, 0), away(-2.5, 0)), ("3".into(), "-3".into()));
        assert_eq!((even(2.5, 0), even(3.5, 0)), ("2".into(), "4".into()));
        assert_eq!(away(1.005, 2), "1.01");
        assert_eq!(away(9.995, 2), "10.00");
        assert_eq!(away(-0.04, 1), "0.0");
        assert_eq!(away(1e21, 0), "1000000000000000000000");
        assert_eq!(away(f64::NAN, 1), "NA");
    }

    #[test]
    fn small_p_values_print_as_below_a_thousandth() {
        assert_eq!(format_p(0.0004, Rounding::default()), "<0.001");
        assert_eq!(format_p(0.0625, Rounding::default()), "0.063");
        assert_eq!(format_p(1.0, Rounding::default()), "1.000");
    }
}
