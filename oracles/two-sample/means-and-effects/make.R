# Student t, TOST, non-inferiority, effect sizes, noncentral t. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages(library(metafor)); library(jsonlite)
set.seed(44)
limits <- function(t, df, level) { a <- (1 - level) / 2
  f <- function(goal, upper) uniroot(function(d) suppressWarnings(pt(t, df, d, lower.tail = !upper)) - goal, t + c(-1, 1) * (abs(t) + 8), tol = 1e-14, maxiter = 10000)$root
  c(f(a, TRUE), f(a, FALSE)) }
groups <- list()
for (n in list(c(2, 3), c(3, 3), c(5, 8), c(10, 12), c(30, 25))) for (gap in c(0.5, 3)) {
  x <- round(rnorm(n[1], gap, 1), 2); y <- round(rnorm(n[2], 0, 1.5), 2)
  t <- t.test(x, y, var.equal = TRUE); w <- t.test(x, y)
  lo <- t.test(x, y, mu = -1, alternative = "greater"); hi <- t.test(x, y, mu = 1.5, alternative = "less"); i90 <- t.test(x, y, conf.level = 0.9)$conf.int
  e <- escalc("SMD", m1i = mean(x), sd1i = sd(x), n1i = n[1], m2i = mean(y), sd2i = sd(y), n2i = n[2])
  sp <- sqrt(((n[1] - 1) * var(x) + (n[2] - 1) * var(y)) / (sum(n) - 2)); root <- sqrt(n[1] * n[2] / sum(n)); ci <- limits(unname(t$statistic), sum(n) - 2, 0.95) / root
  groups <- c(groups, list(list(first = x, second = y, t = unname(t$statistic), p = t$p.value, se = t$stderr, lower = t$conf.int[1], upper = t$conf.int[2],
    p_lower = lo$p.value, p_upper = hi$p.value, tost_lower = i90[1], tost_upper = i90[2], welch_se = w$stderr, welch_df = unname(w$parameter),
    d = (mean(x) - mean(y)) / sp, g = as.numeric(e$yi), vi = e$vi, delta_lower = ci[1], delta_upper = ci[2])))
  print(t); print(e); cat("delta", ci, "\n")
}
paired <- list()
for (n in c(3, 5, 9, 20)) { d <- round(rnorm(n, 1), 2); t <- t.test(d); b <- rnorm(n)
  e <- escalc("SMCC", m1i = mean(b + d), sd1i = sd(b + d), m2i = mean(b), sd2i = sd(b), ni = n, ri = cor(b + d, b)); ci <- limits(unname(t$statistic), n - 1, 0.9) / sqrt(n)
  paired <- c(paired, list(list(values = d, d = mean(d) / sd(d), g = as.numeric(e$yi), vi = e$vi, delta_lower = ci[1], delta_upper = ci[2]))); print(e); cat("delta", ci, "\n") }
points <- list()
for (df in c(1, 2, 4, 10, 58)) for (d in c(-3, 0.5, 2, 12, 30)) for (t in d + c(-2, -0.3, 1, 4)) {
  p <- suppressWarnings(pt(t, df, d))
  points <- c(points, list(list(t = t, df = df, delta = d, p = p))) }
# beyond the limit of pt: integrate the normal probability over the density of the scale
for (df in c(3, 20)) for (d in c(60, 200)) for (r in c(0.8, 1, 1.2)) { t <- r * d
  f <- function(s) pnorm(t * s - d) * 2 * s * df * dchisq(df * s^2, df); turn <- d / t
  cuts <- sort(c(0, turn + c(-12, -3, 0, 3, 12) / t, 1, 2, 6)); cuts <- cuts[cuts >= 0]
  p <- sum(mapply(function(a, b) integrate(f, a, b, rel.tol = 1e-12, subdivisions = 2000)$value, head(cuts, -1), tail(cuts, -1)))
  points <- c(points, list(list(t = t, df = df, delta = d, p = p))); cat("integral", t, df, d, p, "\n") }
writeLines(toJSON(list(groups = groups, paired = paired, points = points), digits = I(17), auto_unbox = TRUE), "expected.json")
cat(sessionInfo()$R.version$version.string, "metafor", as.character(packageVersion("metafor")), "\n")
