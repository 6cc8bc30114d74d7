//! Text cells → typed cells.

use std::sync::Arc;

use engraft_base::{Date, DayCount, Dec, ElapsedDay, Finding, Place};
use smol_str::SmolStr;

use crate::codes;

/// A cell: what it says, and where it stands.
#[derive(Clone, Debug)]
pub struct Cell<T> {
    /// The value; none when the cell is empty or at fault.
    pub value: Option<T>,
    /// Its text as the user wrote it.
    pub text: SmolStr,
    /// Where it stands; the row when the table has no such column.
    pub place: Place,
    /// Whether the text is there but could not be read (a finding says why).
    pub at_fault: bool,
}

impl<T> Cell<T> {
    /// A cell of a column that the table does not have.
    pub fn absent(place: Place) -> Cell<T> {
        Cell { value: None, text: SmolStr::default(), place, at_fault: false }
    }

    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        self.value.is_none() && !self.at_fault
    }
}

/// A number, or a limit of detection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number {
    /// The number, or the limit.
    pub value: Dec,
    /// Whether the true value lies beyond it.
    pub censor: Censor,
}

/// Whether a value is exact or lies beyond a limit of detection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Censor {
    /// Exact.
    Exact,
    /// `<5`: below 5.
    Below,
    /// `>200`: above 200.
    Above,
}

/// Reads cells by the conventions of a study.
#[derive(Clone, Copy, Debug)]
pub struct Parser {
    /// Whether decimals are written with a comma.
    pub decimal_comma: bool,
    /// How a `day` column counts.
    pub days: DayCount,
}

/// Texts that mean that nothing was entered.
const MISSING: [&str; 5] = ["", ".", "NA", "N/A", "n/a"];

/// Whether a text means that nothing was entered.
pub fn is_missing(text: &str) -> bool {
    MISSING.contains(&text)
}

impl Parser {
    /// Words are taken as they stand.
    pub fn word(&self, text: &str, place: Place) -> Cell<Arc<str>> {
        let value = (!is_missing(text)).then(|| Arc::from(text));
        Cell { value, text: text.into(), place, at_fault: false }
    }

    /// An exact number.
    pub fn number(&self, text: &str, place: Place, findings: &mut Vec<Finding>) -> Cell<Dec> {
        self.read(text, place, findings, codes::NOT_A_NUMBER, "a number", |text| self.parse_number(text))
    }

    /// A number that may be below or above a limit of detection.
    pub fn censored(&self, text: &str, place: Place, findings: &mut Vec<Finding>) -> Cell<Number> {
        self.read(text, place, findings, codes::NOT_A_NUMBER, "a number, or a limit such as `<5`", |text| {
            let signs = [("<", Censor::Below), (">", Censor::Above)];
            let sign = signs.iter().find_map(|(sign, censor)| text.strip_prefix(sign).map(|rest| (rest, *censor)));
            let (rest, censor) = sign.unwrap_or((text, Censor::Exact));
            self.parse_number(rest.trim()).map(|value| Number { value, censor })
        })
    }

    /// A day: whole number in the study's convention.
    pub fn day(&self, text: &str, place: Place, findings: &mut Vec<Finding>) -> Cell<ElapsedDay> {
        let number = |text: &str| text.parse::<i32>().ok().filter(|d| (-40_000..=40_000).contains(d));
        if let Some(0) = number(text)
            && self.days == DayCount::StudyDay
        {
            let fault = Finding::error(codes::DAY_ZERO, "day 0 does not exist among study days")
                .at(&place)
                .found(text)
                .expected("1 for the day of the first infusion, -1 for the day before it")
                .hint("if the file counts from 0, set `days = \"elapsed\"` in [study]");
            findings.push(fault);
            return Cell { value: None, text: text.into(), place, at_fault: true };
        }
        self.read(text, place, findings, codes::NOT_A_DAY, "a whole number of days", |text| {
            number(text).and_then(|day| self.days.to_elapsed(day))
        })
    }

    /// A calendar date, perhaps partial.
    pub fn date(&self, text: &str, place: Place, findings: &mut Vec<Finding>) -> Cell<Date> {
        self.read(text, place, findings, codes::NOT_A_DATE, "a date that exists, as YYYY-MM-DD", Date::parse)
    }

    /// A small whole number from 1, such as a cycle or a grade.
    pub fn count(&self, text: &str, place: Place, findings: &mut Vec<Finding>) -> Cell<u32> {
        self.read(text, place, findings, codes::NOT_A_NUMBER, "a whole number from 1", |text| {
            text.parse().ok().filter(|n| (1..=100_000).contains(n))
        })
    }

    /// Yes or no.
    pub fn flag(&self, text: &str, place: Place, findings: &mut Vec<Finding>) -> Cell<bool> {
        self.read(text, place, findings, codes::NOT_A_WORD, "yes or no", |text| match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Some(true),
            "no" | "n" | "false" | "0" => Some(false),
            _ => None,
        })
    }

    fn parse_number(&self, text: &str) -> Option<Dec> {
        match (self.decimal_comma, text.contains('.'), text.contains(',')) {
            (true, true, _) | (false, _, true) => None,
            (true, false, _) => Dec::parse(&text.replacen(',', ".", 1)),
            (false, _, false) => Dec::parse(text),
        }
    }

    fn read<T>(
        &self,
        text: &str,
        place: Place,
        findings: &mut Vec<Finding>,
        code: engraft_base::Code,
        wanted: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Cell<T> {
        if is_missing(text) {
            return Cell { value: None, text: text.into(), place, at_fault: false };
        }
        let value = parse(text);
        let at_fault = value.is_none();
        if at_fault {
            let column = place.field.as_deref().unwrap_or("the cell").to_owned();
            let fault = Finding::error(code, format!("`{column}` does not hold {wanted}")).at(&place).found(text);
            findings.push(fault.expected(wanted).hint_if(self.hint(text, code)));
        }
        Cell { value, text: text.into(), place, at_fault }
    }

    fn hint(&self, text: &str, code: engraft_base::Code) -> Option<String> {
        let text = text.trim_start_matches(['<', '>']).trim();
        let digits_and_comma = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-'));
        if code == codes::NOT_A_NUMBER && !self.decimal_comma && digits_and_comma && text.contains(',') {
            return Some("if the file writes decimals with a comma, set `decimal-comma = true` in [study]".to_owned());
        }
        if code == codes::NOT_A_NUMBER && self.decimal_comma && text.contains('.') {
            return Some("the study file says `decimal-comma = true`; write the decimal with a comma".to_owned());
        }
        let all_letters = text.chars().all(|c| c.is_alphabetic() || c == ' ');
        if all_letters {
            return Some("leave the cell empty, or write NA, when there is no value".to_owned());
        }
        (code == codes::NOT_A_DATE).then(|| "write 2021-03-05; 2021-03 when the day is not known".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Parser = Parser { decimal_comma: false, days: DayCount::StudyDay };

    fn place() -> Place {
        Place::row(&"data/t.csv".into(), 2)
    }

    #[test]
    fn decimal_commas_are_read_only_when_declared() {
        let comma = Parser { decimal_comma: true, ..POINT };
        let mut findings = Vec::new();
        assert_eq!(comma.number("1,5", place(), &mut findings).value, Dec::parse("1.5"));
        assert!(comma.number("1.5", place(), &mut findings).at_fault);
        assert!(POINT.number("1,5", place(), &mut findings).at_fault);
        assert!(findings.iter().all(|f| f.hint.as_ref().is_some_and(|h| h.contains("decimal-comma"))));
    }

    #[test]
    fn values_beyond_a_limit_stay_censored() {
        let cell = POINT.censored("< 5", place(), &mut Vec::new());
        assert_eq!(cell.value, Some(Number { value: 5.into(), censor: Censor::Below }));
    }

    #[test]
    fn study_day_zero_is_refused() {
        let mut findings = Vec::new();
        assert!(POINT.day("0", place(), &mut findings).at_fault);
        assert_eq!(findings[0].code, codes::DAY_ZERO);
        assert_eq!(POINT.day("1", place(), &mut findings).value, Some(0));
        assert!(POINT.day("-2147483648", place(), &mut findings).at_fault, "the smallest whole number is no day");
    }
}
