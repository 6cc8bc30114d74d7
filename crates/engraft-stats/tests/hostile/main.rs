//! Random calls of every public method with hostile input: no panic, and no number in a result that is not finite
//! unless the method documents it (an end of an interval that nothing bounds, a ratio over zero).
//!
//! A method is one entry of a list in the file of its family: draw the input from [`Hostile`], call, and hand every number of the
//! result to [`Found`]. Call `k` of a method uses stream `k` of one seed, so that a failure names how to repeat it. Two tests hold the
//! lists complete: every page of `engraft stat` and every public function has an entry.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod bayes;
mod complete;
mod found;
mod input;
mod longitudinal;
mod missing;
mod numerics;
mod one_sample;
mod planning;
mod proportions;
mod survival;
mod two_groups;

use std::panic::{AssertUnwindSafe, catch_unwind};

use engraft_stats::random::Stream;
use found::Found;
use input::Hostile;

/// Seed of all calls.
const SEED: u64 = 20_261_122;

/// A method: its name, the pages of `engraft stat` that reach it, how many ordinary calls one call of it is worth, and the call.
type Method = (&'static str, &'static [&'static str], u64, fn(&mut Hostile, &mut Found));

fn methods() -> Vec<&'static Method> {
    let families = [
        one_sample::METHODS,
        two_groups::METHODS,
        proportions::METHODS,
        survival::METHODS,
        longitudinal::METHODS,
        missing::METHODS,
        bayes::METHODS,
        planning::METHODS,
        numerics::METHODS,
    ];
    families.into_iter().flatten().collect()
}

/// Makes at least `calls` calls, shared evenly; a dear method gets its share divided by its cost, the cheap ones the rest.
fn run(calls: u64) {
    let methods = methods();
    let parts: f64 = methods.iter().map(|(_, _, cost, _)| 1.0 / *cost as f64).sum();
    let (mut made, mut failed) = (0, Vec::new());
    for (name, _, cost, call) in methods {
        let clock = std::time::Instant::now();
        let mut answered = 0_u64;
        let count = (calls as f64 / parts / *cost as f64).ceil() as u64;
        for k in 0..count {
            let mut found = Found { answered: false };
            let mut hostile = Hostile(Stream::new(SEED, k));
            let outcome = catch_unwind(AssertUnwindSafe(|| call(&mut hostile, &mut found)));
            if outcome.is_err() {
                failed.push(format!("{name}: call {k}"));
            }
            answered += u64::from(found.answered);
        }
        println!("{name}: {count} calls, {answered} with a result, {:.1} s", clock.elapsed().as_secs_f64());
        assert!(
            count < 100 || answered > 0 || !failed.is_empty(),
            "{name} never answers: the input is too hostile to test anything"
        );
        made += count;
    }
    println!("{made} calls");
    assert!(failed.is_empty(), "seed {SEED}: {failed:?}");
}

#[test]
fn hostile_calls_neither_panic_nor_leak_numbers() {
    run(20_000);
}

#[test]
#[ignore = "long: run in release with --ignored"]
fn a_million_hostile_calls_neither_panic_nor_leak_numbers() {
    run(1_000_000);
}
