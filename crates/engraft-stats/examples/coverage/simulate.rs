//! Simulated cells, and the page they go to.

use std::collections::BTreeMap;

use engraft_stats::random::Stream;
use rayon::prelude::*;

use super::table::{self, Cell};

pub const SEED: u64 = 20_261_122;
pub const SIZES: [usize; 6] = [4, 6, 8, 12, 20, 40];
pub const LEVEL: f64 = 0.95;
pub const ALPHA: f64 = 0.05;

/// Whether an interval held the truth, or a test rejected a true hypothesis; `None` when the method refuses.
pub type Outcome = Option<bool>;

#[derive(Clone, Copy, PartialEq)]
pub enum What {
    Coverage,
    TypeOne,
}

/// What replicates are divided by.
#[derive(Clone, Copy)]
pub enum Cost {
    /// At every size.
    Fixed(usize),
    /// At 40 subjects; at fewer by the square of their number.
    Square(usize),
}

impl Cost {
    fn replicates(self, all: usize, n: usize) -> usize {
        let divisor = match self {
            Cost::Fixed(cost) => cost,
            Cost::Square(cost) => (cost * n * n).div_ceil(1600),
        };
        (all / divisor.max(1)).max(40)
    }
}

/// Methods that see the same data.
pub struct Block {
    pub what: What,
    /// How many times the work of a t test this is.
    pub cost: Cost,
    /// Largest size simulated.
    pub largest: usize,
    pub names: &'static [&'static str],
    /// Data of a size, and one outcome for each name.
    pub run: fn(&mut Stream, usize) -> Vec<Outcome>,
}

/// The page as it grows.
pub struct Page {
    replicates: usize,
    /// Bold cells of each method: what, and the sizes.
    short: BTreeMap<String, Vec<String>>,
}

impl Page {
    pub fn new(replicates: usize) -> Page {
        Page { replicates, short: BTreeMap::new() }
    }

    pub fn text(&mut self, text: &str) {
        println!("{text}");
    }

    pub fn header(&mut self, first: &str, columns: &[String]) {
        println!("\n| {first} | {} |\n|---|{}", columns.join(" | "), "---|".repeat(columns.len()));
    }

    pub fn sizes(&mut self, first: &str) {
        let columns: Vec<String> = SIZES.iter().map(|n| format!("n = {n}")).collect();
        self.header(first, &columns);
    }

    /// One row; `columns` names the cells in the list of what falls short.
    pub fn row(&mut self, name: &str, context: &str, columns: &[String], cells: &[Cell]) {
        let printed: Vec<String> = cells.iter().map(Cell::print).collect();
        println!("| {name} | {} |", printed.join(" | "));
        let bold: Vec<&str> =
            columns.iter().zip(cells).filter(|(_, cell)| cell.short()).map(|(column, _)| column.as_str()).collect();
        if !bold.is_empty() {
            let worst = table::worst(cells);
            let line = format!("{context}: {} (worst {worst:.1})", bold.join(", "));
            self.short.entry(name.to_owned()).or_default().push(line);
        }
    }

    /// Tables of the blocks, intervals first; `data` says what is drawn.
    pub fn blocks(&mut self, data: &str, blocks: &[Block]) {
        for (what, title) in [(What::Coverage, "interval, coverage"), (What::TypeOne, "test, type I error")] {
            if blocks.iter().any(|b| b.what == what) {
                self.text(&format!("\n{data}."));
                self.sizes(title);
                blocks.iter().filter(|b| b.what == what).for_each(|b| self.block(data, b, b.run));
            }
        }
    }

    /// The rows of one block, the data drawn by `run`.
    pub fn block(&mut self, data: &str, block: &Block, run: impl Fn(&mut Stream, usize) -> Vec<Outcome> + Sync) {
        let columns: Vec<String> = SIZES.iter().map(|n| n.to_string()).collect();
        let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); block.names.len()];
        for n in SIZES {
            if n > block.largest {
                rows.iter_mut().for_each(|row| row.push(Cell::Absent));
                continue;
            }
            let replicates = block.cost.replicates(self.replicates, n);
            let outcomes: Vec<Vec<Outcome>> =
                (0..replicates).into_par_iter().map(|r| run(&mut Stream::new(SEED + n as u64, r as u64), n)).collect();
            for (k, row) in rows.iter_mut().enumerate() {
                row.push(Cell::simulated(block.what, outcomes.iter().map(|o| o[k])));
            }
        }
        for (name, row) in block.names.iter().zip(&rows) {
            self.row(name, data, &columns, row);
        }
    }

    /// Which methods fall short where.
    pub fn finish(&mut self) {
        println!(
            "\n## What to read from it\n\n\
             Methods with bold cells, the sizes (or expected events) of those cells, and the worst of them. Of a thousand simulated cells that\n\
             keep their promise one or two are bold by chance.\n"
        );
        for (name, lines) in &self.short {
            println!(
                "- **{name}**\n{}",
                lines.iter().map(|line| format!("  - {line}\n")).collect::<String>().trim_end()
            );
        }
        println!(
            "\n- Exact tests, and the intervals that invert them, reject at most as often as they say; with few subjects or ties far less, which\n  \
             costs power and not safety. Approximations for proportions keep the level on average over the proportions, not at each.\n\
             - Means: skew breaks the t interval and test of one sample, and more subjects help slowly. The difference of two groups suffers\n  \
             less. Unequal spreads break Student's t and the analysis of variance, not Welch's t.\n\
             - Sign and rank tests of one sample hold symmetry, or as many above as below, for true. In the ordinal population (40 % below the\n  \
             median, 30 % above) neither is true: what is bold there with 40 subjects is power against that, not a fault.\n\
             - The bootstrap of under 20 values covers too little, BCa no less than the percentile interval.\n\
             - Survival: the beta product interval covers at every size; plain and log intervals do not. Restricted means need more than 20\n  \
             subjects in an arm, and the log-rank test errs a little too often below that: the permutation form does not.\n\
             - Repeated measures: with normal quantiles too little is covered; Satterthwaite and Kenward-Roger mend that, but not a covariance\n  \
             structure that is wrong."
        );
    }
}
