//! Days: a calendar date that may be partial, elapsed days for arithmetic, study days for labels.
//!
//! Elapsed day 0 is the anchor (the first infusion). Study days, as CDISC counts them, have no day 0: the anchor is
//! day 1 and the day before it day -1. The two are never mixed in one column; the study file says which it uses.

use std::fmt;

use jiff::civil;

/// Days since the anchor: 0 on the day of the first infusion.
pub type ElapsedDay = i32;

/// How a `day` column counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DayCount {
    /// Day 0 is the first infusion.
    #[default]
    Elapsed,
    /// CDISC study days: day 1 is the first infusion, there is no day 0.
    StudyDay,
}

impl DayCount {
    /// Elapsed days for a number in a `day` column; `None` for study day 0, which does not exist.
    pub fn to_elapsed(self, day: i32) -> Option<ElapsedDay> {
        match self {
            DayCount::Elapsed => Some(day),
            DayCount::StudyDay if day > 0 => day.checked_sub(1),
            DayCount::StudyDay if day < 0 => Some(day),
            DayCount::StudyDay => None,
        }
    }
}

/// CDISC: `--DY`. The study day of an elapsed day (0 becomes 1, -1 stays -1).
pub fn study_day(elapsed: ElapsedDay) -> i32 {
    if elapsed >= 0 { elapsed.saturating_add(1) } else { elapsed }
}

/// A calendar date of which day, or month and day, may be unknown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Date {
    /// `2021-03-05`
    Full(civil::Date),
    /// `2021-03`
    Month(i16, i8),
    /// `2021`
    Year(i16),
}

impl Date {
    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY` (with optional `T…` time, which is dropped). `None` for anything else,
    /// such as 2021-02-30.
    pub fn parse(text: &str) -> Option<Date> {
        let text = text.split_once(['T', ' ']).map_or(text, |(date, _)| date);
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let date = match (parts.next(), parts.next(), parts.next()) {
            (None, None, None) => Date::Year(year),
            (Some(month), None, None) => Date::Month(year, month_number(month)?),
            (Some(month), Some(day), None) => {
                let day = i8::try_from(number(day, 2)?).ok()?;
                Date::Full(civil::Date::new(year, month_number(month)?, day).ok()?)
            }
            _ => return None,
        };
        (1900..=2200).contains(&year).then_some(date)
    }

    /// The full date, when nothing is unknown.
    pub fn full(self) -> Option<civil::Date> {
        match self {
            Date::Full(date) => Some(date),
            Date::Month(..) | Date::Year(_) => None,
        }
    }

    /// First and last calendar date it may stand for.
    pub fn bounds(self) -> Option<(civil::Date, civil::Date)> {
        match self {
            Date::Full(date) => Some((date, date)),
            Date::Month(year, month) => {
                let first = civil::Date::new(year, month, 1).ok()?;
                Some((first, first.last_of_month()))
            }
            Date::Year(year) => Some((civil::Date::new(year, 1, 1).ok()?, civil::Date::new(year, 12, 31).ok()?)),
        }
    }

    /// Days from `anchor` to this date; `None` unless the date is full.
    pub fn days_since(self, anchor: civil::Date) -> Option<ElapsedDay> {
        let date = self.full()?;
        date.since((jiff::Unit::Day, anchor)).ok().map(|span| span.get_days())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Date::Full(date) => write!(f, "{date}"),
            Date::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Date::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// When something happened, as the table says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Day {
    /// Days since the anchor.
    Elapsed(ElapsedDay),
    /// A calendar date.
    Date(Date),
}

impl Day {
    /// Days since the anchor; needs the anchor's date for a calendar date.
    pub fn elapsed(self, anchor: Option<civil::Date>) -> Option<ElapsedDay> {
        match self {
            Day::Elapsed(day) => Some(day),
            Day::Date(date) => date.days_since(anchor?),
        }
    }
}

fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn month_number(text: &str) -> Option<i8> {
    let month = number(text, 2)?;
    (1..=12).contains(&month).then(|| i8::try_from(month).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_dates_are_not_dates() {
        for text in ["2021-02-30", "2021-13", "21-01-01", "2021-1-1", "01/02/2021", "", "2021-02-03-04"] {
            assert_eq!(Date::parse(text), None, "{text:?}");
        }
        assert_eq!(Date::parse("2020-02-29").unwrap().to_string(), "2020-02-29");
        assert_eq!(Date::parse("2021-03").unwrap(), Date::Month(2021, 3));
    }

    #[test]
    fn study_days_have_no_day_zero() {
        assert_eq!(DayCount::StudyDay.to_elapsed(1), Some(0));
        assert_eq!(DayCount::StudyDay.to_elapsed(0), None);
        assert_eq!(DayCount::StudyDay.to_elapsed(-1), Some(-1));
        assert_eq!((study_day(0), study_day(-1), study_day(28)), (1, -1, 29));
    }

    #[test]
    fn days_are_counted_across_months_and_leap_years() {
        let anchor = Date::parse("2020-02-01").unwrap().full().unwrap();
        assert_eq!(Date::parse("2020-03-01").unwrap().days_since(anchor), Some(29));
        assert_eq!(Date::parse("2020-01-31").unwrap().days_since(anchor), Some(-1));
        assert_eq!(Date::parse("2020-03").unwrap().days_since(anchor), None);
    }
}
