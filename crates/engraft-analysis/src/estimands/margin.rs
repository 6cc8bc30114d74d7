//! What an interval between two arms excludes: the smallest margin within which both ends lie.
//!
//! An interval that holds "no difference" is no proof of equivalence. Margins below the one written here remain possible; that
//! of two one-sided tests, each at half of what the level leaves, is the farther end of the interval (Schuirmann 1987,
//! doi:10.1007/BF01068419).

use engraft_protocol::{Method, Summary};
use engraft_results::ResultRow;

use super::select::Select;
use crate::emit::Emit;

/// Writes `smallest-margin` beside the interval of a comparison that the method gave; the rows of the estimand begin at `first`.
pub(super) fn emit(select: &Select<'_>, method: &Method, first: usize, emit: &mut Emit) {
    let Some([one, other]) = &select.estimand.compare else { return };
    let arm = format!("{one} - {other}");
    let base = super::base(select.input, select.estimand, method, &arm);
    let of_whole =
        |row: &&ResultRow| row.arm == arm && row.method == base.method && row.visit == base.visit && row.day.is_none();
    let end =
        |name: &str| emit.results.rows().iter().skip(first).filter(of_whole).find(|row| row.statistic == name).cloned();
    let (Some(lower), Some(upper)) = (end("lower"), end("upper")) else { return };
    let (Some(low), Some(high)) = (lower.value, upper.value) else { return };
    let Some((margin, null)) = smallest(select.estimand.summary, low, high) else { return };
    let digits = lower.text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let row = ResultRow { note: String::new(), statistic: String::new(), text: String::new(), value: None, ..lower };
    let note = match low <= null && null <= high {
        true => "the interval holds no difference; smaller margins are not excluded",
        false => "the interval does not hold no difference",
    };
    emit.number(&ResultRow { note: note.to_owned(), ..row.clone() }, "smallest-margin", margin, digits);
    let Some(asked) = select.estimand.margin else { return };
    emit.row(&row, "margin", Some(asked), asked.to_string());
    emit.words(&row, "within-margin", if margin <= asked { "yes" } else { "no" });
}

/// The smallest margin and the value of no difference; `None` for a summary without one.
fn smallest(summary: Summary, low: f64, high: f64) -> Option<(f64, f64)> {
    match summary {
        Summary::DifferenceInMeans | Summary::Shift | Summary::DifferenceInProportions => {
            Some((low.abs().max(high.abs()), 0.0))
        }
        Summary::RiskRatio | Summary::OddsRatio if low > 0.0 => Some(((1.0 / low).max(high), 1.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_farther_end_counts() {
        assert_eq!(smallest(Summary::DifferenceInMeans, -3.0, 1.0), Some((3.0, 0.0)));
        assert_eq!(smallest(Summary::Shift, 0.5, 4.0), Some((4.0, 0.0)));
        assert_eq!(smallest(Summary::RiskRatio, 0.25, 2.0), Some((4.0, 1.0)));
        assert_eq!(smallest(Summary::OddsRatio, 0.0, 2.0), None, "no margin excludes a ratio of 0");
        assert_eq!(smallest(Summary::Mean, 0.0, 2.0), None);
    }
}
