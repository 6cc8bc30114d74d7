//! Permutation of arms, and re-randomisation by the trial's scheme.

use engraft_stats::permutation::{
    Block, MonteCarlo, PermutationP, Reference, Scheme, Scores, mean_permutation_test, rerandomisation_test,
};

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/mean-permutation.toml"), run: means },
    Entry { page: include_str!("../../methods/rerandomisation.toml"), run: scheme },
];

/// How to draw, from the options `draws` and `seed`.
pub(super) fn draws(call: &Call) -> MonteCarlo {
    MonteCarlo { draws: call.count("draws").unwrap_or(9999) as usize, seed: call.count("seed").unwrap_or(1) }
}

/// Enters a p-value and where it comes from.
pub(super) fn enter_p(answer: &mut Answer, p: &PermutationP) {
    answer.number("p-value", p.p_value);
    match p.reference {
        Reference::Exact { arrangements } => {
            answer.text("p-origin", "exact").number("arrangements", arrangements);
        }
        Reference::MonteCarlo { draws, seed, standard_error, interval } => {
            answer.text("p-origin", "drawn").number("p-se", standard_error).interval_named("p-interval", &interval);
            answer.count("draws", draws).count("seed", seed as usize);
            answer.note("p-value estimated from draws: p-interval holds the exact one at level 0.99");
        }
    }
}

fn means(call: &Call) -> Result<Answer, Fault> {
    let groups = call.two_groups("value", "group")?;
    let test = mean_permutation_test(&groups.first, &groups.second, draws(call))?;
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", groups.names[0], groups.names[1]));
    answer.count("n1", test.n1).count("n2", test.n2).number("estimate", test.difference);
    enter_p(&mut answer, &test.p);
    Ok(answer)
}

/// The blocks given by `block-sizes` and `block-firsts`.
fn blocks(call: &Call) -> Result<Vec<Block>, Fault> {
    let whole = |option: &str| -> Vec<usize> { call.number_list(option).iter().map(|v| *v as usize).collect() };
    let (sizes, firsts) = (whole("block-sizes"), whole("block-firsts"));
    if sizes.is_empty() {
        return Err(Fault::usage(
            "the scheme needs `--block-sizes`",
            "the sizes in order, for example `--block-sizes 4`",
        ));
    }
    if firsts.is_empty() {
        if sizes.iter().any(|size| size % 2 == 1) {
            return Err(Fault::usage("a block of odd size has no half", "give `--block-firsts`, one number a block"));
        }
        return Ok(sizes.into_iter().map(|size| Block { size, first: size / 2 }).collect());
    }
    if firsts.len() != sizes.len() {
        let message = format!("{} block sizes and {} numbers of the first arm", sizes.len(), firsts.len());
        return Err(Fault::usage(message, "give one of each for every block"));
    }
    Ok(sizes.into_iter().zip(firsts).map(|(size, first)| Block { size, first }).collect())
}

fn asked(call: &Call) -> Result<Scheme, Fault> {
    match call.word("scheme") {
        "complete" => Ok(Scheme::Complete { first_probability: call.number("probability").unwrap_or(0.5) }),
        "fixed" => Ok(Scheme::FixedTotals),
        _ => {
            if call.left_out() > 0 {
                return Err(Fault::usage(
                    "a row with an empty cell would leave its block",
                    "re-randomisation in blocks needs a value of every subject: fill it by a rule of the protocol",
                ));
            }
            let blocks = blocks(call)?;
            if !call.has("stratum") {
                return Ok(Scheme::PermutedBlocks(blocks));
            }
            let (levels, strata) = call.levels("stratum");
            Ok(Scheme::Stratified { strata, blocks: vec![blocks; levels.len()] })
        }
    }
}

fn scheme(call: &Call) -> Result<Answer, Fault> {
    let (levels, codes) = call.levels("group");
    let names = call.two_levels(&levels, "group")?;
    let first: Vec<bool> = codes.iter().map(|code| levels.get(*code) == Some(&names[0])).collect();
    let scores = if call.word("scores") == "ranks" { Scores::Ranks } else { Scores::Values };
    let test = rerandomisation_test(&call.numbers("value"), &first, &asked(call)?, scores, draws(call))?;
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", names[0], names[1]));
    answer.count("n1", test.n1).count("n2", test.n2).number("estimate", test.difference);
    enter_p(&mut answer, &test.p);
    Ok(answer)
}
