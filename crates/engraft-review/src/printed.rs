//! A printed number is an interval: every value that rounds to it.

use engraft_base::Dec;

/// A number as printed, with what its rounding leaves open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    /// The text.
    pub text: String,
    /// Its value.
    pub value: Dec,
    /// Half a unit of the last decimal printed.
    pub half: Dec,
    /// Decimals printed.
    pub decimals: u32,
}

impl Printed {
    /// Reads a plain decimal (`34`, `-12.50`, `.017`); `None` for anything else, exponents and separators included.
    pub fn parse(text: &str) -> Option<Printed> {
        let text = text.trim();
        if text.contains(['e', 'E', '+']) {
            return None;
        }
        let value = Dec::parse(text)?;
        let decimals = u32::try_from(text.split_once('.').map_or(0, |(_, fraction)| fraction.len())).ok()?;
        (decimals <= 12).then(|| Printed {
            text: text.to_owned(),
            value,
            half: Dec::scaled(5, decimals.saturating_add(1)),
            decimals,
        })
    }

    /// Least and largest value that could have been printed so; both ends are allowed, whatever the rounding rule.
    pub fn ends(&self) -> Option<(Dec, Dec)> {
        Some((self.value.minus(self.half)?, self.value.plus(self.half)?))
    }

    /// The same as floats.
    pub fn range(&self) -> Range {
        let (value, half) = (self.value.to_f64(), self.half.to_f64());
        Range { low: value - half, high: value + half }
    }

    /// The same, cut at zero, for quantities that cannot be negative.
    pub fn range_from_zero(&self) -> Range {
        let range = self.range();
        Range { low: range.low.max(0.0), high: range.high.max(0.0) }
    }

    /// The value.
    pub fn to_f64(&self) -> f64 {
        self.value.to_f64()
    }
}

/// Least and largest value; both belong to it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Range {
    /// Least.
    pub low: f64,
    /// Largest.
    pub high: f64,
}

impl Range {
    /// A single value.
    pub fn point(value: f64) -> Range {
        Range { low: value, high: value }
    }

    /// Whether the two have a value in common.
    pub fn meets(self, other: Range) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Every value multiplied by a factor that is not negative.
    pub fn times(self, factor: f64) -> Range {
        Range { low: self.low * factor, high: self.high * factor }
    }
}

/// A p-value as printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrintedP {
    /// The text.
    pub text: String,
    /// `<`, `=` or `>`.
    pub relation: Relation,
    /// The number.
    pub number: Printed,
}

/// How a p-value stands to the number printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// Below it.
    Below,
    /// It, rounded.
    Equal,
    /// At it or above.
    Above,
}

impl PrintedP {
    /// Reads `<0.05`, `P=.017`, `0.30`, `> 0.05`, `≥0.05`; `None` for anything else and for numbers outside (0, 1].
    pub fn parse(text: &str) -> Option<PrintedP> {
        let rest = text.trim().trim_start_matches(['p', 'P']).trim_start();
        let (relation, rest) = match rest.chars().next()? {
            '<' | '≤' => (Relation::Below, rest.get(rest.chars().next()?.len_utf8()..)?),
            '>' | '≥' => (Relation::Above, rest.get(rest.chars().next()?.len_utf8()..)?),
            '=' => (Relation::Equal, rest.get(1..)?),
            _ => (Relation::Equal, rest),
        };
        let number = Printed::parse(rest)?;
        let value = number.to_f64();
        let usable = value <= 1.0 && (value > 0.0 || (value == 0.0 && relation == Relation::Equal));
        usable.then(|| PrintedP { text: text.trim().to_owned(), relation, number })
    }

    /// Least and largest p that it allows.
    pub fn range(&self) -> Range {
        let at = self.number.to_f64();
        match self.relation {
            Relation::Below => Range { low: 0.0, high: at },
            Relation::Above => Range { low: at, high: 1.0 },
            Relation::Equal => {
                let range = self.number.range();
                Range { low: range.low.max(0.0), high: range.high.min(1.0) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_number_stands_for_what_rounds_to_it() {
        let printed = Printed::parse("12.20").unwrap();
        assert_eq!((printed.decimals, printed.half), (2, Dec::scaled(5, 3)));
        assert_eq!(printed.ends(), Some((Dec::scaled(12195, 3), Dec::scaled(12205, 3))));
        assert_eq!(Printed::parse("34").unwrap().range(), Range { low: 33.5, high: 34.5 });
        assert_eq!(Printed::parse("0.3").unwrap().range_from_zero().low, 0.25);
        for text in ["", "1,681", "1e6", "34±15", "n.s.", "+3", "NaN"] {
            assert!(Printed::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_printed_p_is_an_interval() {
        let range = |text: &str| PrintedP::parse(text).map(|p| p.range());
        assert_eq!(range("<0.05"), Some(Range { low: 0.0, high: 0.05 }));
        assert_eq!(range("P > 0.05"), Some(Range { low: 0.05, high: 1.0 }));
        let equal = range("P=.017").unwrap();
        assert!((equal.low - 0.0165).abs() < 1e-15 && (equal.high - 0.0175).abs() < 1e-15);
        assert_eq!(range("≥0.05").unwrap().low, 0.05);
        assert_eq!(range("0.000"), Some(Range { low: 0.0, high: 0.0005 }));
        for text in ["", "NS", "1.2", "<0", "-0.1"] {
            assert!(PrintedP::parse(text).is_none(), "{text}");
        }
    }
}
