//! Arguments.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Carries a small cell-therapy trial in autoimmune disease from its protocol to its evidence.
#[derive(Parser)]
#[command(name = "engraft", version, max_term_width = 100, after_help = AFTER)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "Exit codes: 0 fine, 1 findings, 2 usage, 3 unreadable input, 4 analysis impossible, 70 our fault.";

/// Commands.
#[derive(Subcommand)]
pub enum Command {
    /// Write a commented study folder that checks, and reports on simulated example data
    New {
        /// Folder to make
        dir: PathBuf,
        /// Disease the example is about
        #[arg(long, value_enum)]
        template: Template,
    },
    /// Find every fault in protocol and data, each with place, rule and hint
    Check {
        /// Study folder
        study: PathBuf,
        /// How to print the findings
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// Also write a query list that a site can answer (.csv or .xlsx)
        #[arg(long, value_name = "FILE")]
        queries: Option<PathBuf>,
        /// Count warnings as findings for the exit code
        #[arg(long)]
        strict: bool,
    },
    /// Score a table of items: any CSV or workbook, no study needed
    Score(ScoreArgs),
    /// Write data sets with ADaM names, and a codebook
    Derive {
        /// Study folder
        study: PathBuf,
        /// Folder to write to
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
    },
    /// Run the planned analyses and write RESULTS, a row per statistic
    Analyze {
        /// Study folder
        study: PathBuf,
        /// File to write (.csv or .json); standard output when left out
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Format on standard output
        #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
        format: TableFormat,
        /// Threads; all cores when left out. The output is the same for any number
        #[arg(long, value_name = "N")]
        threads: Option<usize>,
    },
    /// Write the report: one HTML file that opens offline, RESULTS and derived data beside it
    Report {
        /// Study folder
        study: PathBuf,
        /// Folder to write to; `report` in the study folder when left out (`report-simulated` with --simulated)
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Draw subjects from the study's [truth] and report on them; the study's own data are not read
        #[arg(long)]
        simulated: bool,
        #[command(flatten)]
        draw: Draw,
        /// Threads; all cores when left out. The output is the same for any number
        #[arg(long, value_name = "N")]
        threads: Option<usize>,
    },
    /// Draw subjects from the study's [truth]: a study folder in which every file says that it is simulated
    Simulate {
        /// Study folder
        study: PathBuf,
        /// Folder to make
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
        #[command(flatten)]
        draw: Draw,
    },
    /// Grade laboratory values (CTCAE), cytokine release, neurotoxicity or infusion reactions on any table
    Grade {
        /// ctcae-v4, ctcae-v5, ctcae-v6, astct-crs, astct-icans, ctcae-infusion-reaction
        scale: String,
        /// Table with a header row; `engraft explain SCALE` says which columns
        file: String,
        /// Print CSV, or JSON
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Judge a response definition, or a rule of your own, on any table: one row a subject and visit
    Judge(JudgeArgs),
    /// Run a statistical method on any table, or on counts
    Stat(StatArgs),
    /// Compare two RESULTS tables
    Diff {
        /// RESULTS before (.csv or .json)
        before: PathBuf,
        /// RESULTS after (.csv or .json)
        after: PathBuf,
        /// How to print the differences
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print a JSON Schema
    Schema {
        /// Of what
        #[arg(value_enum)]
        what: Schema,
    },
    /// Print the page of a check, an instrument, a response, a method, an analyte, or a result row (STUDY:R123)
    Explain {
        /// D014, sledai-2k, easi-50, signed-rank, ck, or studies/x:R123
        what: String,
        /// How to print the page
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List what there is, with version, status and source
    List {
        /// Of what
        #[arg(value_enum)]
        what: Catalogue,
        /// How to print the list
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print a completion script for a shell
    Completions {
        /// Shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page (troff)
    Man,
}

/// Which subjects are drawn.
#[derive(clap::Args, Clone, Copy)]
pub struct Draw {
    /// Seed: the same seed draws the same subjects
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Replicate of the seed, from 0
    #[arg(long, value_name = "K", default_value_t = 0)]
    pub replicate: u64,
    /// Move the subjects' values until means and deviations print as in published.toml, where that is possible
    #[arg(long = "match", value_enum, value_name = "WHAT")]
    pub to: Option<MatchTo>,
    /// Subjects in all arms together, shared as [truth] shares them
    #[arg(long, value_name = "N")]
    pub subjects: Option<u32>,
}

/// What simulated values are moved to.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MatchTo {
    /// The figures of published.toml
    Published,
}

/// Arguments of `engraft score`.
#[derive(clap::Args)]
pub struct ScoreArgs {
    /// Instrument (`engraft list instruments`)
    pub instrument: String,
    /// Table with a header row: .csv, .tsv, .xlsx (first sheet); .parquet in a build with that feature
    pub file: PathBuf,
    /// File to write; standard output when left out (and nothing with `--by`)
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Column of an item whose name differs
    #[arg(long, value_name = "ITEM=COLUMN", value_parser = mapping)]
    pub map: Vec<(String, String)>,
    /// Print rows, complete scores, mean and SD by group: columns joined by commas, such as `arm,visit`
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub by: Vec<String>,
    /// Decimals are written with a comma
    #[arg(long)]
    pub decimal_comma: bool,
    /// Take the instrument from a definition file
    #[arg(long, value_name = "FILE")]
    pub definition: Option<PathBuf>,
    /// Print the score of one row (from 1) item by item
    #[arg(long, value_name = "ROW")]
    pub explain: Option<usize>,
    /// Threads; all cores when left out. The output is the same for any number
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Arguments of `engraft judge`.
#[derive(clap::Args)]
#[command(after_help = JUDGE_AFTER)]
pub struct JudgeArgs {
    /// Response definition (`engraft list responses`); left out with --rule
    pub response: String,
    /// Table with a header row: .csv, .tsv, .xlsx (first sheet)
    pub file: Option<String>,
    /// Judge this rule instead of a definition
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// Instrument of a role, where it is not the first that the definition names
    #[arg(long, value_name = "ROLE=INSTRUMENT", value_parser = mapping)]
    pub bind: Vec<(String, String)>,
    /// Value of a parameter of the definition (`engraft explain` shows them)
    #[arg(long, value_name = "PARAMETER=NUMBER", value_parser = mapping)]
    pub set: Vec<(String, String)>,
    /// Column of the subject
    #[arg(long, default_value = "subject", value_name = "COLUMN")]
    pub subject: String,
    /// Column of the visit
    #[arg(long, default_value = "visit", value_name = "COLUMN")]
    pub visit: String,
    /// Column of the day
    #[arg(long, default_value = "day", value_name = "COLUMN")]
    pub day: String,
    /// Word in the visit column that marks the baseline row; the first row of each subject when left out
    #[arg(long, value_name = "WORD")]
    pub baseline: Option<String>,
    /// The response must be met again this many days later or more
    #[arg(long, value_name = "DAYS")]
    pub confirmed_after: Option<i32>,
    /// Print the baseline rows too
    #[arg(long)]
    pub with_baseline: bool,
    /// Print CSV, or JSON
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

const JUDGE_AFTER: &str = "Columns: `subject`, `visit`, `day`; one column a role (`pga`), or one an item of its instrument \
(`bilag.renal`); `ck.uln` for the upper limit of normal; `happened.EVENT` (0 or 1) for events. An empty cell is a missing \
value; `3..7` and `<5` are bounds.

Examples:
  engraft judge easi-75 visits.csv
  engraft judge eular-era-2012-cr visits.csv --set normal-egfr=85
  engraft judge --rule 'fall_percent(easi) >= 30 && now.iga <= 2' visits.csv
  engraft explain sri-4";

/// Arguments of `engraft stat`.
#[derive(clap::Args)]
#[command(after_help = STAT_AFTER, disable_help_flag = true)]
pub struct StatArgs {
    /// A method; a table (.csv, .tsv, .xlsx) where it takes one; then `--ROLE COLUMN` and `--OPTION VALUE` as its page says
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "METHOD FILE --ROLE COLUMN --OPTION VALUE"
    )]
    pub words: Vec<String>,
}

const STAT_AFTER: &str = "Every method also takes:
  --where COLUMN=WORD   only rows whose cell is that word; may be repeated
  --as r|sas            conventions of R (default) or SAS where they differ
  --format text|json    how to print the answer
  --help                the method's page: columns, options, formula, small samples, references

Examples:
  engraft stat signed-rank visits.csv --value m6 --baseline m0 --zeros pratt
  engraft stat clopper-pearson --x 3 --n 13
  engraft stat welch-t --help";

fn mapping(text: &str) -> Result<(String, String), String> {
    let (item, column) = text.split_once('=').ok_or("write it as ITEM=COLUMN")?;
    Ok((item.trim().to_owned(), column.trim().to_owned()))
}

/// Templates of `engraft new`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// Systemic lupus erythematosus
    Sle,
    /// Inflammatory myopathy
    Iim,
    /// Atopic dermatitis
    Ad,
}

/// Text for people or JSON for programs.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Text
    #[default]
    Text,
    /// JSON
    Json,
}

/// Format of a table.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// CSV
    Csv,
    /// JSON
    Json,
}

/// Schemas.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Schema {
    /// study.toml
    Study,
    /// RESULTS as JSON
    Results,
    /// published.toml
    Published,
    /// An instrument definition
    Instrument,
    /// The findings printed by `check --format json`
    Findings,
}

/// Catalogues.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Catalogue {
    /// Outcome measures
    Instruments,
    /// Response definitions
    Responses,
    /// Statistical methods
    Methods,
    /// Checks
    Checks,
    /// Laboratory analytes with their units
    Analytes,
    /// Severity grades: laboratory limits and clinical scales
    Grades,
}
