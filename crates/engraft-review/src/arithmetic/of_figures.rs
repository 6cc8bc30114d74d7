//! Checks of single figures: whole numbers, limits of the scale.

use crate::codes;
use crate::printed::Range;
use crate::published::Figure;
use crate::published::types::{CentreKind, SpreadKind};
use crate::readings::Reading;

use super::grim::grim;
use super::grimmer::{Grimmer, grimmer};
use super::run::{Checked, Outcome};
use super::spread::largest_sd_over;

/// Every check that one figure allows.
pub(super) fn of_figure(figure: &Figure) -> Vec<Checked> {
    let made = [
        mean_of_whole_numbers(figure),
        spread_of_whole_numbers(figure),
        spread_on_scale(figure),
        centre_on_scale(figure),
    ];
    made.into_iter().flatten().collect()
}

/// What a finding calls the figure.
pub(super) fn about(figure: &Figure) -> String {
    if figure.visit.is_empty() { figure.label.clone() } else { format!("{} at {}", figure.label, figure.visit) }
}

fn mean_of_whole_numbers(figure: &Figure) -> Option<Checked> {
    if !figure.whole || figure.centre_kind != CentreKind::Mean {
        return None;
    }
    let n = figure.n?;
    let found = grim(&figure.centre, n, figure.items)?;
    let computed = match found.totals {
        Some((low, high)) if low == high => format!("total {low} of {n} gives it"),
        Some((low, high)) => format!("totals {low} to {high} of {n} give it"),
        None => format!("no whole total of {n}; the nearest means are {:.4} and {:.4}", found.below, found.above),
    };
    let power = if found.can_fail { "" } else { "; with so few decimals and n this check cannot fail" };
    Some(Checked {
        code: codes::GRIM,
        check: "GRIM",
        about: about(figure),
        printed: figure.centre.text.clone(),
        computed,
        assumption: format!("single values are whole numbers and n = {n}{power}"),
        outcome: if found.totals.is_some() { Outcome::Agrees } else { Outcome::Disagrees },
        place: figure.place.clone(),
    })
}

fn spread_of_whole_numbers(figure: &Figure) -> Option<Checked> {
    if !figure.whole || figure.items != 1 {
        return None;
    }
    let n = figure.n?;
    let readings: &[Reading] = match figure.spread_kind {
        SpreadKind::Sd => &[Reading::Sd],
        SpreadKind::Sem => &[Reading::Sem],
        SpreadKind::Unclear => &Reading::ALL,
        _ => return None,
    };
    let verdicts: Vec<(Reading, Grimmer)> = readings
        .iter()
        .filter_map(|r| Some((*r, grimmer(&figure.centre, r.sd(figure)?, n)?)))
        .filter(|(_, v)| *v != Grimmer::MeanImpossible)
        .collect();
    if verdicts.is_empty() {
        return None;
    }
    let words = |v: Grimmer| match v {
        Grimmer::Possible => "possible",
        Grimmer::WrongParity => "impossible: no sum of squares has the parity of its total",
        _ => "impossible: no whole sum of squares",
    };
    let computed: Vec<String> =
        verdicts.iter().map(|(r, v)| format!("as {}: {}", r.word().to_uppercase(), words(*v))).collect();
    let possible = verdicts.iter().any(|(_, v)| *v == Grimmer::Possible);
    Some(Checked {
        code: codes::GRIMMER,
        check: "GRIMMER",
        about: about(figure),
        printed: figure.written(),
        computed: computed.join("; "),
        assumption: format!("single values are whole numbers and n = {n}"),
        outcome: if possible { Outcome::Agrees } else { Outcome::Disagrees },
        place: figure.place.clone(),
    })
}

fn spread_on_scale(figure: &Figure) -> Option<Checked> {
    let ((low, high), reason) = figure.limits.as_ref()?;
    let n = figure.n?;
    let least = match figure.spread_kind {
        // as a standard error it would be larger still
        SpreadKind::Unclear | SpreadKind::Sd => Reading::Sd.sd(figure)?,
        SpreadKind::Sem => Reading::Sem.sd(figure)?,
        _ => return None,
    };
    let largest = largest_sd_over(figure.centre.range(), *low, *high, n)?;
    Some(Checked {
        code: codes::SPREAD,
        check: "largest possible spread",
        about: about(figure),
        printed: figure.written(),
        computed: format!("a standard deviation of {largest:.1} at most"),
        assumption: format!("{reason}, n = {n}"),
        outcome: if least.low <= largest { Outcome::Agrees } else { Outcome::Disagrees },
        place: figure.place.clone(),
    })
}

fn centre_on_scale(figure: &Figure) -> Option<Checked> {
    let ((low, high), reason) = figure.limits.as_ref()?;
    let range = figure.centre.range();
    let ends = figure.ends.as_ref().map(|(a, b)| (a.range(), b.range()));
    let outside = |r: Range| r.high < *low || r.low > *high;
    let bad = outside(range) || ends.is_some_and(|(a, b)| outside(a) || outside(b));
    bad.then(|| Checked {
        code: codes::SPREAD,
        check: "within the scale",
        about: about(figure),
        printed: figure.written(),
        computed: if high.is_finite() {
            format!("every value lies from {low} to {high}")
        } else {
            format!("every value is {low} or more")
        },
        assumption: reason.clone(),
        outcome: Outcome::Disagrees,
        place: figure.place.clone(),
    })
}
