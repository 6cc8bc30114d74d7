//! Missing visits: multiple imputation with its analysis, and the pooling of results imputed elsewhere.

use engraft_stats::missing::{
    Completed, Covariance, Gap, Imputations, Plan, Pooled, Responses, Strategy, difference_at_visit, impute, pool,
    tipping_point,
};

use super::{Answer, Call, Entry, Fault, table};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/pool-imputations.toml"), run: pooling },
    Entry { page: include_str!("../../methods/multiple-imputation.toml"), run: imputation },
];

fn enter(answer: &mut Answer, pooled: &Pooled) {
    answer.number("estimate", pooled.estimate).number("se", pooled.se).interval(&pooled.interval);
    match pooled.df {
        Some(df) => answer.number("df", df),
        None => answer.refused("df", "infinite: the normal distribution is used"),
    };
    answer.number("statistic", pooled.statistic).number("p-value", pooled.p_value);
    answer.number("within", pooled.within).number("between", pooled.between).number("lambda", pooled.lambda);
}

fn pooling(call: &Call) -> Result<Answer, Fault> {
    let variances: Vec<f64> = call.numbers("se").iter().map(|se| se * se).collect();
    let df = if call.as_sas() { None } else { call.number("df") };
    let pooled = pool(&call.numbers("estimate"), &variances, df, call.level())?;
    let mut answer = Answer::new();
    answer.count("imputations", pooled.imputations);
    enter(&mut answer, &pooled);
    if df.is_none() {
        answer.note("without the degrees of freedom of the complete data the interval of a small trial is too short");
    }
    Ok(answer)
}

fn plan(call: &Call) -> Plan {
    let strategy = match call.word("strategy") {
        "j2r" => Strategy::JumpToReference,
        "cir" => Strategy::CopyIncrements,
        "cr" => Strategy::CopyReference,
        _ => Strategy::MissingAtRandom,
    };
    let covariance = if call.word("covariance") == "per-arm" { Covariance::PerArm } else { Covariance::Shared };
    let count = |name: &str, otherwise: u64| call.count(name).unwrap_or(otherwise);
    // the second arm named is the reference
    Plan {
        strategy,
        reference: 1,
        covariance,
        imputations: count("imputations", 200) as usize,
        burn_in: count("burn-in", 200) as usize,
        seed: count("seed", 1),
    }
}

fn imputation(call: &Call) -> Result<Answer, Fault> {
    let (levels, codes) = call.levels("arm");
    let names = call.two_levels(&levels, "arm")?;
    let order: Vec<usize> = levels.iter().map(|level| usize::from(*level != names[0])).collect();
    let arms: Vec<usize> = codes.iter().filter_map(|code| order.get(*code).copied()).collect();
    let visits = call.bound("visits");
    let cell = |row: usize, visit: usize| visits.get(visit).and_then(|bound| bound.cells.get(row));
    let values: Vec<Vec<Option<f64>>> = (0..call.rows())
        .map(|row| (0..visits.len()).map(|visit| cell(row, visit).and_then(|text| table::number(text))).collect())
        .collect();
    let made = impute(Responses { arms: &arms, values: &values }, plan(call))?;
    let last = visits.len().saturating_sub(1);
    // the first visit is the baseline, unless there is no other
    let adjust = (last > 0 && call.word("adjust") != "no").then_some(0);
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", names[0], names[1]));
    answer.count("n", arms.len());
    answer.count("missing-last-visit", missing_at(&made, last)).count("imputations", made.sets.len());
    let analysis = |set: &Completed| difference_at_visit(set, 0, 1, last, adjust);
    let mut shifts = vec![0.0];
    shifts.extend(call.number_list("deltas"));
    let grid: Vec<Vec<f64>> = shifts.iter().map(|delta| vec![*delta, 0.0]).collect();
    let tipped = tipping_point(&made, &grid, call.level(), analysis)?;
    for (step, delta) in tipped.steps.iter().zip(&shifts) {
        if *delta == 0.0 && step.deltas.first() == Some(&0.0) && answer.statistics.len() == 4 {
            enter(&mut answer, &step.pooled);
        } else {
            answer.of(format!("delta {delta}")).number("estimate", step.pooled.estimate);
            answer.interval(&step.pooled.interval).number("p-value", step.pooled.p_value);
        }
    }
    answer.of("");
    if shifts.len() > 1 {
        match tipped.first_turn.and_then(|turn| shifts.get(turn)) {
            Some(delta) => answer.number("tipping-delta", *delta),
            None => answer.refused("tipping-delta", "no shift of the list turns the conclusion"),
        };
    }
    Ok(answer)
}

/// Subjects whose value at a visit was imputed.
fn missing_at(made: &Imputations, visit: usize) -> usize {
    made.gaps.iter().filter(|row| row.get(visit).is_some_and(|gap| *gap != Gap::Observed)).count()
}

#[cfg(test)]
mod tests {
    use super::super::{Found, Table, method};
    use super::*;

    fn run(id: &str, csv: &str, given: &[(&str, &str)]) -> Result<Answer, Fault> {
        let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let table = Table {
            header: lines.next().unwrap_or_default(),
            rows: lines.map(|row| row.into_iter().map(Into::into).collect()).collect(),
            lines: Vec::new(),
        };
        let given: Vec<(String, String)> = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        method(id).unwrap().run(&table, &given)
    }

    #[test]
    fn three_sets_are_pooled() {
        let csv = "estimate,se\n1,1\n2,1\n3,1";
        let a = run("pool-imputations", csv, &[("estimate", "estimate"), ("se", "se"), ("df", "20")]).unwrap();
        let at = |name: &str| a.statistics.iter().find(|s| s.name == name).map(|s| s.value.clone());
        assert_eq!(at("estimate"), Some(Found::Number(2.0)));
        assert!(matches!(at("df"), Some(Found::Number(df)) if df < 6.125));
    }

    #[test]
    fn empty_cells_are_imputed_and_rows_kept() {
        let row = |i: i32| {
            let arm = if i % 2 == 0 { "active" } else { "control" };
            let end = if i % 5 == 4 { String::new() } else { (20 + (i * 7) % 11 - 4 * (1 - i % 2)).to_string() };
            format!("{arm},{},{end}", 20 + (i * 5) % 9)
        };
        let csv = format!("arm,m0,m3\n{}", (0..20).map(row).collect::<Vec<_>>().join("\n"));
        let given = [("arm", "arm"), ("visits", "m0,m3"), ("seed", "4"), ("strategy", "j2r"), ("deltas", "20,40")];
        let a = run("multiple-imputation", &csv, &given).unwrap();
        let at = |name: &str| a.statistics.iter().find(|s| s.name == name).map(|s| s.value.clone());
        assert_eq!((at("n"), at("missing-last-visit")), (Some(Found::Count(20)), Some(Found::Count(4))));
        assert_eq!(a.statistics.iter().filter(|s| s.name == "p-value").count(), 3);
        assert!(at("tipping-delta").is_some());
    }
}
