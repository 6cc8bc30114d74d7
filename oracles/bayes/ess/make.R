# Effective sample sizes. Run from this folder: Rscript make.R > raw.txt
# ELIR: second derivatives of log densities by the symbolic derivatives of D(), integrated by integrate.
num <- function(x) sprintf("%.17g", x)
arr <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
logdens <- function(terms) parse(text = paste0("log(", paste(terms, collapse = " + "), ")"))[[1]]
rows <- c()
beta <- list(rbind(c(.8, 6, 14), c(.2, 1, 1)), rbind(c(.5, 12, 40), c(.3, 3.5, 6.25), c(.2, 1, 1)), rbind(c(.6, 4, 16), c(.4, 2, 3)))
for (p in beta) {
  terms <- sprintf("%s * x^%s * (1 - x)^%s", num(p[, 1] / beta(p[, 2], p[, 3])), num(p[, 2] - 1), num(p[, 3] - 1))
  second <- D(D(logdens(terms), "x"), "x")
  f <- function(x) sapply(x, function(x) sum(p[, 1] * dbeta(x, p[, 2], p[, 3])) * -eval(second) * x * (1 - x))
  cuts <- c(0, .001, .05, .2, .4, .7, .95, .999, 1)
  elir <- sum(mapply(function(a, b) integrate(f, a, b, rel.tol = 1e-9, subdivisions = 5000L)$value, head(cuts, -1), cuts[-1]))
  m <- sum(p[, 1] * p[, 2] / (p[, 2] + p[, 3])); v <- sum(p[, 1] * (p[, 2] * p[, 3] / ((p[, 2] + p[, 3])^2 * (p[, 2] + p[, 3] + 1)) + (p[, 2] / (p[, 2] + p[, 3]) - m)^2))
  rows <- c(rows, sprintf('  {"kind": "beta", "parts": [%s], "sd": 1, "elir": %s, "moment": %s}', paste(apply(p, 1, arr), collapse = ", "), num(elir), num(m * (1 - m) / v - 1)))
  cat("beta", num(elir), num(m * (1 - m) / v - 1), "\n")
}
normal <- list(rbind(c(.7, -1, .5), c(.3, 0, 3)), rbind(c(.5, 0, 1), c(.5, 4, 1.5)), rbind(c(.9, 2, .4), c(.1, 2, 4)))
for (p in normal) {
  terms <- sprintf("%s * exp(-(x - (%s))^2 / 2 / %s^2)", num(p[, 1] / p[, 3] / sqrt(2 * pi)), num(p[, 2]), num(p[, 3]))
  second <- D(D(logdens(terms), "x"), "x"); sd <- 4
  f <- function(x) sapply(x, function(x) sum(p[, 1] * dnorm(x, p[, 2], p[, 3])) * -eval(second) * sd^2)
  lo <- min(p[, 2] - 8 * p[, 3]); hi <- max(p[, 2] + 8 * p[, 3]); cuts <- seq(lo, hi, length.out = 60)
  elir <- sum(mapply(function(a, b) integrate(f, a, b, rel.tol = 1e-10, abs.tol = 1e-13, subdivisions = 5000L)$value, head(cuts, -1), cuts[-1]))
  m <- sum(p[, 1] * p[, 2]); v <- sum(p[, 1] * (p[, 3]^2 + (p[, 2] - m)^2))
  rows <- c(rows, sprintf('  {"kind": "normal", "parts": [%s], "sd": %s, "elir": %s, "moment": %s}', paste(apply(p, 1, arr), collapse = ", "), num(sd), num(elir), num(sd^2 / v)))
  cat("normal", num(elir), num(sd^2 / v), "\n")
}
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")
