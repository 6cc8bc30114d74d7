//! Adjusted p-values from a column or a list.

use engraft_stats::multiplicity::{Adjustment, Graph, adjust_p_values, fixed_sequence};

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/adjust-p.toml"), run: adjust },
    Entry { page: include_str!("../../methods/fixed-sequence.toml"), run: sequence },
    Entry { page: include_str!("../../methods/graphical.toml"), run: graphical },
];

/// The p-values of a call.
fn p_values(call: &Call) -> Result<Vec<f64>, Fault> {
    let listed = call.number_list("p-values");
    match (call.has("p"), listed.is_empty()) {
        (true, true) => Ok(call.numbers("p")),
        (false, false) => Ok(listed),
        _ => Err(Fault::usage("p-values are needed", "give FILE and `--p COLUMN`, or `--p-values 0.01,0.04`")),
    }
}

fn entered(p: &[f64], adjusted: &[f64]) -> Answer {
    let mut answer = Answer::new();
    answer.count("n", p.len());
    for (place, (p, adjusted)) in (1_usize..).zip(p.iter().zip(adjusted)) {
        answer.of(format!("hypothesis {place}")).number("p-value", *p).number("p-adjusted", *adjusted);
    }
    answer
}

fn adjust(call: &Call) -> Result<Answer, Fault> {
    let p = p_values(call)?;
    let adjustment = match call.word("adjustment") {
        "bonferroni" => Adjustment::Bonferroni,
        "hochberg" => Adjustment::Hochberg,
        "hommel" => Adjustment::Hommel,
        "bh" => Adjustment::BenjaminiHochberg,
        "by" => Adjustment::BenjaminiYekutieli,
        _ => Adjustment::Holm,
    };
    Ok(entered(&p, &adjust_p_values(&p, adjustment)?))
}

fn sequence(call: &Call) -> Result<Answer, Fault> {
    let p = p_values(call)?;
    Ok(entered(&p, &fixed_sequence(&p)?))
}

fn graphical(call: &Call) -> Result<Answer, Fault> {
    let p = p_values(call)?;
    let rows: Vec<Vec<f64>> = call.number_list("transitions").chunks(p.len().max(1)).map(<[f64]>::to_vec).collect();
    let found = Graph::new(&call.number_list("weights"), &rows)?.adjust(&p)?;
    let mut answer = entered(&p, &found.adjusted);
    let order: Vec<String> = found.order.iter().map(|j| (j + 1).to_string()).collect();
    answer.of("").text("order-of-rejection", order.join(" "));
    Ok(answer)
}
