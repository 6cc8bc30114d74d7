# Definite integrals with known values. Run from this folder: Rscript make.R > raw.txt
num <- function(x) sprintf("%.17g", x)
# name, lower, upper, closed form, integrand for R's own check
cases <- list(
  list("exp", 0, 1, exp(1) - 1, function(x) exp(x)),
  list("kink", 0, 1, (0.3^2 + 0.7^2) / 2, function(x) abs(x - 0.3)),
  list("oscillating", 0, 10, (1 - cos(100)) / 10, function(x) sin(10 * x)),
  list("peak", -1, 1, 2 * atan(1000) * 1000, function(x) 1 / (x^2 + 1e-6)),
  list("bell", -Inf, Inf, sqrt(pi), function(x) exp(-x^2)),
  list("cauchy", 0, Inf, pi / 2, function(x) 1 / (1 + x^2)),
  list("gamma", 0, Inf, gamma(3.5), function(x) x^2.5 * exp(-x)),
  list("t3-tail", 2, Inf, pt(2, 3, lower.tail = FALSE), function(x) dt(x, 3)),
  list("log", 0, 1, -1, function(x) log(x)),
  list("root", 0, 1, 2, function(x) 1 / sqrt(x)),
  list("beta-half", 0, 1, beta(0.5, 0.3), function(x) x^-0.5 * (1 - x)^-0.7),
  list("beta-small", 0, 1, beta(0.1, 2), function(x) x^-0.9 * (1 - x)))
rows <- sapply(cases, function(k) {
  r <- tryCatch(integrate(k[[5]], k[[2]], k[[3]], rel.tol = 1e-10, subdivisions = 2000L)$value, error = function(e) NA)
  cat(k[[1]], "closed", num(k[[4]]), "integrate", num(r), "\n")
  sprintf('  {"name": "%s", "value": %s}', k[[1]], num(k[[4]]))
})
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "expected.json")
write.csv(data.frame(name = sapply(cases, `[[`, 1), lower = sapply(cases, `[[`, 2), upper = sapply(cases, `[[`, 3)), "input.csv", row.names = FALSE, quote = FALSE)
cat(sessionInfo()$R.version$version.string, "\n")
