//! Log-rank tests, by chi-squared or by permutation.

use engraft_stats::survival::{PermutationDepth, PermutationMethod, Weight, log_rank, permutation_log_rank};

use super::{Answer, Call, Columns, Fault, places};

fn weight(call: &Call) -> Weight {
    match call.word("weight") {
        "gehan-breslow" => Weight::GehanBreslow,
        "tarone-ware" => Weight::TaroneWare,
        "peto-peto" => Weight::PetoPeto,
        "modified-peto-peto" => Weight::ModifiedPetoPeto,
        "fleming-harrington" => Weight::FlemingHarrington {
            rho: call.number("rho").unwrap_or(0.0),
            gamma: call.number("gamma").unwrap_or(0.0),
        },
        _ => Weight::LogRank,
    }
}

pub(super) fn chi_squared(call: &Call) -> Result<Answer, Fault> {
    let columns = Columns::of(call);
    let (levels, groups) = call.levels("group");
    let strata = places(call, "stratum");
    let found = log_rank(&columns.follow_up(), &groups, strata.as_deref(), weight(call))?;
    let mut answer = Answer::new();
    answer.text("weight", call.word("weight")).count("n", found.n).count("events", found.events);
    for group in &found.groups {
        answer.of(levels.get(group.label).map_or("", String::as_str)).count("n", group.n).count("events", group.events);
        answer.number("observed", group.observed).number("expected", group.expected);
    }
    answer.of("").number("chi-squared", found.test.statistic).count("df", found.test.df);
    answer.number("p-value", found.test.p_value);
    if found.events < 10 {
        answer.note("fewer than 10 events: `log-rank-permutation` is exact");
    }
    Ok(answer)
}

pub(super) fn permutation(call: &Call) -> Result<Answer, Fault> {
    let columns = Columns::of(call);
    let groups = call.levels("group").1;
    let strata = places(call, "stratum");
    let depth = PermutationDepth {
        exact_up_to: call.count("exact-up-to").unwrap_or(200_000),
        replicates: call.count("replicates").unwrap_or(99_999),
        seed: call.count("seed").unwrap_or(1),
    };
    let found = permutation_log_rank(&columns.follow_up(), &groups, strata.as_deref(), weight(call), depth)?;
    let mut answer = Answer::new();
    answer.text("weight", call.word("weight")).count("n", found.n).count("events", found.events);
    answer.number("statistic", found.statistic).number("p-value", found.p_value);
    match found.method {
        PermutationMethod::Exact { splits } => {
            answer.text("method", "exact").count("splits", splits as usize);
        }
        PermutationMethod::MonteCarlo { replicates, std_error } => {
            answer.text("method", "random splits").count("splits", replicates as usize).number("p-value-se", std_error);
        }
    }
    Ok(answer)
}
