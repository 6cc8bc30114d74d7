//! Two arms adjusted for baseline.

use engraft_stats::{ancova, rank_ancova, stratified_rank_ancova};

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/ancova.toml"), run: linear },
    Entry { page: include_str!("../../methods/rank-ancova.toml"), run: ranks },
    Entry { page: include_str!("../../methods/stratified-rank-ancova.toml"), run: stratified },
];

/// Columns of an analysis: outcome, arm, covariates.
struct Arms {
    names: [String; 2],
    outcome: Vec<f64>,
    first: Vec<bool>,
    covariates: Vec<Vec<f64>>,
}

impl Arms {
    fn of(call: &Call) -> Result<Arms, Fault> {
        let (levels, codes) = call.levels("group");
        let names = call.two_levels(&levels, "group")?;
        let first = codes.iter().map(|code| levels.get(*code) == Some(&names[0])).collect();
        Ok(Arms { names, outcome: call.numbers("value"), first, covariates: call.many_numbers("covariates") })
    }

    fn covariates(&self) -> Vec<&[f64]> {
        self.covariates.iter().map(Vec::as_slice).collect()
    }

    fn opened(&self, n1: usize, n2: usize) -> Answer {
        let mut answer = Answer::new();
        answer.text("comparison", format!("{} - {}", self.names[0], self.names[1])).count("n1", n1).count("n2", n2);
        answer
    }
}

fn linear(call: &Call) -> Result<Answer, Fault> {
    let arms = Arms::of(call)?;
    let r = ancova(&arms.outcome, &arms.first, &arms.covariates(), call.level())?;
    let mut answer = arms.opened(r.n1, r.n2);
    answer.number("estimate", r.difference).number("se", r.se).interval(&r.interval).number("t", r.t);
    answer.number("df", r.df).number("p-value", r.p_value).number("sd", r.sd);
    for (name, adjusted) in arms.names.iter().zip([r.adjusted1, r.adjusted2]) {
        answer.of(name.clone()).number("adjusted-mean", adjusted.mean).number("se", adjusted.se);
        answer.interval(&adjusted.interval);
    }
    for (bound, slope) in call.bound("covariates").iter().zip(&r.slopes) {
        answer.of(bound.name.clone()).number("slope", *slope);
    }
    Ok(answer)
}

fn ranks(call: &Call) -> Result<Answer, Fault> {
    let arms = Arms::of(call)?;
    let r = rank_ancova(&arms.outcome, &arms.first, &arms.covariates())?;
    let mut answer = arms.opened(r.n1, r.n2);
    answer.number("residual-rank-difference", r.difference).number("f", r.f).number("df", r.df);
    answer.number("p-value", r.p_value);
    Ok(answer)
}

fn stratified(call: &Call) -> Result<Answer, Fault> {
    let arms = Arms::of(call)?;
    let strata = call.levels("stratum").1;
    let r = stratified_rank_ancova(&arms.outcome, &arms.first, &arms.covariates(), &strata)?;
    let mut answer = arms.opened(r.n1, r.n2);
    answer.count("informative-strata", r.informative_strata).number("chi-squared", r.chi_squared);
    answer.number("p-value", r.p_value);
    Ok(answer)
}
