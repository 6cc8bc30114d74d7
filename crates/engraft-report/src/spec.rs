//! What a report is about: plain values, declared before the numbers exist. Identifiers are those of RESULTS.

/// Everything the page says that is not a number of RESULTS.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// Study identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Facts of the title block: name and text.
    pub facts: Vec<(String, String)>,
    /// Where the data come from.
    pub origin: Origin,
    /// A sentence on the origin of the data.
    pub data_note: Option<String>,
    /// `Some(false)`: the product is no cell product, which the head says.
    pub cell_therapy: Option<bool>,
    /// Published report: text and DOI.
    pub citation: Option<(String, Option<String>)>,
    /// Program and version.
    pub program: String,
    /// Hash of the inputs.
    pub inputs: String,
    /// Confidence level of intervals where nothing else is said.
    pub level: f64,
    /// Arms analysed, all arms together last where there are several.
    pub arms: Vec<Named>,
    /// Visits in order.
    pub visits: Vec<Visit>,
    /// The visit that holds baseline values.
    pub baseline_visit: Option<String>,
    /// Characteristics of the baseline table.
    pub characteristics: Vec<Characteristic>,
    /// Measures in order.
    pub measures: Vec<Measure>,
    /// Responses in order.
    pub responses: Vec<Response>,
    /// Events in order.
    pub events: Vec<Named>,
    /// Windows of adverse events: as in the names of statistics, and for readers.
    pub adverse_windows: Vec<Named>,
    /// Grades of laboratory values, where the study asks for them.
    pub grading: Option<Grading>,
    /// Analysis sets that the study defines.
    pub sets: Vec<Named>,
    /// Estimands in order.
    pub estimands: Vec<Estimand>,
    /// Findings of the checks.
    pub findings: Vec<Finding>,
    /// What errors kept out of the analysis, in words.
    pub excluded: Vec<String>,
    /// Conventions in force: name and text.
    pub conventions: Vec<(String, String)>,
    /// Methods used.
    pub methods: Vec<Method>,
    /// Whether nothing but printed figures is known: no subject's data.
    pub printed_only: bool,
    /// What is not known: what and why.
    pub unknown: Vec<(String, Option<String>)>,
}

/// Where the data come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Origin {
    /// Collected in the study.
    #[default]
    Real,
    /// Taken from a published table.
    Published,
    /// Made by a computer.
    Simulated,
}

/// Identifier and name for readers.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Identifier in RESULTS.
    pub id: String,
    /// Name for readers.
    pub label: String,
}

/// A visit.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// Identifier in RESULTS.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// Planned day of the cycle.
    pub day: i32,
    /// Window, in words.
    pub window: Option<String>,
}

/// A characteristic of the baseline table.
#[derive(Clone, Debug, Default)]
pub struct Characteristic {
    /// Identifier in RESULTS.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// Unit of a number.
    pub unit: Option<String>,
    /// Whether it is a number.
    pub is_number: bool,
}

/// A measure.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    /// Identifier in RESULTS.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// Unit.
    pub unit: Option<String>,
    /// What its values are.
    pub kind: MeasureKind,
    /// Which direction is better.
    pub benefit: crate::figure::Benefit,
    /// Limits of its scale.
    pub range: Option<(f64, f64)>,
    /// Whether figures take a logarithmic axis.
    pub log: bool,
    /// Visits at which it is planned.
    pub visits: Vec<String>,
    /// What it is: instrument, version, status, source.
    pub about: Vec<String>,
}

/// What the values of a measure are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MeasureKind {
    /// Numbers.
    #[default]
    Number,
    /// Words of a category.
    Category,
    /// Lists.
    List,
}

/// A response.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// Identifier in RESULTS.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// The rule.
    pub rule: String,
    /// `verified`, `reconstructed` or `study`.
    pub status: String,
    /// Named definition it uses.
    pub definition: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Measures that the rule rests on.
    pub measures: Vec<String>,
}

/// Criteria of laboratory grades.
#[derive(Clone, Debug, Default)]
pub struct Grading {
    /// Identifier: `ctcae-v5`.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Version.
    pub version: String,
    /// Terms graded, in the order of the measures.
    pub terms: Vec<GradeTerm>,
    /// Laboratory measures without grades.
    pub ungraded: Vec<String>,
}

/// A graded term.
#[derive(Clone, Debug, Default)]
pub struct GradeTerm {
    /// Identifier in the criteria.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// Measure it grades.
    pub measure: String,
}

/// An estimand.
#[derive(Clone, Debug, Default)]
pub struct Estimand {
    /// Identifier in RESULTS.
    pub id: String,
    /// The question, for readers.
    pub label: String,
    /// `primary`, `secondary` or `exploratory`.
    pub role: String,
    /// The attributes of ICH E9(R1): name and text.
    pub attributes: Vec<(String, String)>,
    /// What the estimate is called.
    pub summary: String,
    /// Arms of its rows.
    pub arms: Vec<Named>,
    /// Methods of its rows, the main one first: text in RESULTS and name for readers.
    pub methods: Vec<(String, String)>,
    /// Measure, response or event.
    pub of: String,
    /// Visit.
    pub visit: Option<String>,
    /// Whether the estimate is a percentage of subjects.
    pub is_proportion: bool,
    /// Whether it is about a time: its answers are medians, and proportions at days.
    pub is_time: bool,
    /// Of a time: the words of its curve.
    pub curve: CurveWords,
    /// Whether it is about change of a measure from baseline.
    pub is_change: bool,
}

impl Estimand {
    /// Whether no difference is 1.
    pub fn is_ratio(&self) -> bool {
        matches!(self.summary.as_str(), "risk ratio" | "odds ratio")
    }
}

/// What a curve is called.
#[derive(Clone, Debug, Default)]
pub struct CurveWords {
    /// Of a curve that falls: "Free of relapse".
    pub falling: String,
    /// Of a curve that rises: "With relapse".
    pub rising: String,
    /// Where the days count from: "the first infusion".
    pub from: String,
}

/// A finding of the checks.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// Code.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: String,
    /// Subject.
    pub subject: String,
    /// What was found.
    pub found: String,
    /// What to do.
    pub hint: String,
}

/// A method used.
#[derive(Clone, Debug, Default)]
pub struct Method {
    /// Name for readers.
    pub label: String,
    /// Name in study files.
    pub id: String,
    /// Version.
    pub version: String,
    /// What it does.
    pub about: String,
    /// What it does in small samples.
    pub small_samples: String,
    /// Sources.
    pub references: Vec<String>,
    /// What it was compared with.
    pub validation: String,
}

impl Spec {
    /// Name of a visit for readers.
    pub fn visit_label<'a>(&'a self, id: &'a str) -> &'a str {
        self.visits.iter().find(|v| v.id == id).map_or(id, |v| v.label.as_str())
    }

    /// Planned day of a visit.
    pub fn visit_day(&self, id: &str) -> Option<i32> {
        self.visits.iter().find(|v| v.id == id).map(|v| v.day)
    }

    /// Name of an arm for readers.
    pub fn arm_label<'a>(&'a self, id: &'a str) -> &'a str {
        self.arms.iter().find(|a| a.id == id).map_or(id, |a| a.label.as_str())
    }

    /// Arms without the row of all arms together.
    pub fn single_arms(&self) -> Vec<&Named> {
        let several = self.arms.len() > 1;
        self.arms.iter().filter(|a| !(several && a.id == "all")).collect()
    }

    /// Which of the single arms, for its colour.
    pub fn arm_index(&self, id: &str) -> Option<usize> {
        let arms = self.single_arms();
        if arms.len() < 2 { None } else { arms.iter().position(|a| a.id == id) }
    }

    /// A measure.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|m| m.id == id)
    }

    /// What the subjects of the data are: a published table may hold fewer than were enrolled.
    pub fn called(&self) -> &'static str {
        match self.origin {
            Origin::Published => "Subjects in the published table",
            Origin::Real | Origin::Simulated => "Subjects enrolled",
        }
    }

    /// Text laid behind every figure.
    pub fn watermark(&self) -> Option<String> {
        (self.origin == Origin::Simulated).then(|| "SIMULATED".to_owned())
    }
}
