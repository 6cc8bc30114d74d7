//! Published figures as RESULTS rows: what is printed, how it can be read, what it needs, what the arithmetic says.
//!
//! | analysis | rows |
//! |---|---|
//! | `printed-study` | subjects enrolled, summary |
//! | `printed-source.ID` | a source with its kind, link and trust |
//! | `printed.ID` | a figure as printed; under each reading its standard deviation, standard error and interval of the mean |
//! | `printed-reading.I` | the answer for the spreads of a measure, its arguments and assumption |
//! | `printed-claim.ID` | a paired change: correlations needed, interval as a function of the correlation |
//! | `printed-count.ID` | a count with its denominator rule and exact interval |
//! | `printed-estimate.ID` | a printed estimate |
//! | `printed-check.I` | a check of the arithmetic: printed, computed, assumption, outcome |
//! | `printed-statement.I`, `printed-conflict.I`, `printed-unknown` | words |

mod claims;
mod counts;
mod figures;
mod words;

use engraft_base::round::format_fixed;
use engraft_base::{Place, Rounding};
use engraft_protocol::{RoundingRule, Study};
use engraft_results::{ResultRow, Results, SourceRows};

use crate::arithmetic::Checked;
use crate::published::Published;
use crate::readings::{self, Claim, Group};

/// Version of the computations; a change that can move a number gives a new one.
pub const VERSION: &str = "1";

/// Everything that the rows are made from.
pub(crate) struct Input<'a> {
    pub published: &'a Published,
    pub groups: Vec<Group>,
    pub claims: Vec<Claim>,
    pub checks: &'a [Checked],
    pub level: f64,
}

/// RESULTS being made.
pub(crate) struct Emit {
    pub results: Results,
    rounding: Rounding,
}

impl Emit {
    /// A number printed with so many decimals; what is not finite is left out.
    pub fn number(&mut self, base: &ResultRow, statistic: &str, value: f64, digits: usize) {
        if value.is_finite() {
            let text = format_fixed(value, digits, self.rounding);
            self.row(base, statistic, Some(value), text);
        }
    }

    /// Words.
    pub fn words(&mut self, base: &ResultRow, statistic: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.row(base, statistic, None, text);
        }
    }

    /// A number with the text that was printed.
    pub fn row(&mut self, base: &ResultRow, statistic: &str, value: Option<f64>, text: String) {
        self.results.push(ResultRow { statistic: statistic.to_owned(), value, text, ..base.clone() });
    }
}

/// What all rows about one entry of published.toml share.
pub(crate) fn base(analysis: String, place: &Place) -> ResultRow {
    ResultRow { analysis_id: analysis, source_rows: SourceRows::cells([place]), ..ResultRow::default() }
}

/// A method with the version of this crate's computations.
pub(crate) fn by(method: String, base: &ResultRow) -> ResultRow {
    ResultRow { method, method_version: VERSION.to_owned(), ..base.clone() }
}

/// All rows about the published figures of a study; `checks` as [`crate::arithmetic::run`] made them.
pub fn emit(study: &Study, published: &Published, checks: &[Checked]) -> Results {
    let groups = readings::groups(published);
    let claims = readings::claims(published, &groups);
    let input = Input { published, groups, claims, checks, level: study.level() };
    let rounding = match study.file.study.rounding {
        RoundingRule::HalfAwayFromZero => Rounding::HalfAwayFromZero,
        RoundingRule::HalfEven => Rounding::HalfEven,
    };
    let mut emit = Emit { results: Results::new(), rounding };
    words::study(&input, &mut emit);
    figures::emit(&input, &mut emit);
    claims::emit(&input, &mut emit);
    counts::emit(&input, &mut emit);
    words::checks(&input, &mut emit);
    words::rest(&input, &mut emit);
    emit.results
}
