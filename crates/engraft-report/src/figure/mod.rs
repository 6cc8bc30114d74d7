//! Figures as SVG text: plain inputs, one drawing for each, the same bytes for the same input.
//!
//! Each figure is a struct of plain values with public fields. [`Figure::render`] draws it as one inline `<svg>`
//! with role, title and text alternative; [`Figure::render_responsive`] also draws it for a phone.
//! Colours are CSS classes and variables from [`STYLE`]; [`standalone`] makes a file of its own.
//! Nothing here computes a statistic: means, intervals and counts are handed in.
//!
//! Labels, tooltips and names may hold any text; links may lead to `#...` or the web and nowhere else.
//! Values that are not finite (or not positive, on a log axis) are not drawn, and the figure says how many.

mod axis;
mod claim;
mod curve;
mod dose_lanes;
mod dot_interval;
mod flow;
mod frame;
mod interval_plot;
mod mark;
mod matrix;
mod place;
mod printed_means;
mod scale;
mod style;
mod svg;
mod swimmer;
#[cfg(test)]
mod tests;
mod text;
mod trajectory;
mod visits;
mod waterfall;

pub use axis::{Benefit, Threshold, ValueAxis};
pub use claim::{ClaimBand, ClaimCurve};
pub use curve::{AtRisk, Curve, CurveCensoring, CurveStep, Curves, percent_axis};
pub use dose_lanes::{Dose, DoseLane, DoseLanes};
pub use dot_interval::{DotInterval, GroupMean, Pair};
pub use flow::{Flow, FlowArm, FlowBox, FlowLine, FlowStep};
pub use frame::{Figure, Frame, NARROW, WIDE, standalone};
pub use interval_plot::{Align, Column, IntervalPlot, IntervalRow, RowKind};
pub use mark::{State, Tip, state_mark};
pub use matrix::{Course, Matrix, MatrixCell, MatrixRow};
pub use printed_means::{PrintedMean, PrintedMeans};
pub use scale::ScaleKind;
pub use style::STYLE;
pub use swimmer::{FollowUp, Lane, LaneMark, LaneMarkKind, Swimmer};
pub use trajectory::{SubjectSeries, SummaryPoint, SummarySeries, Trajectory, TrajectoryPoint, Value};
pub use visits::{CountRow, Infusion, Visit};
pub use waterfall::{Bar, Waterfall};
